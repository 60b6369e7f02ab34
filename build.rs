//! Makes the commit of the source known to the program as `SVSDE_GIT_COMMIT`.

use std::process::Command;

fn main() {
    let commit = Command::new("git").args(["describe", "--always", "--dirty", "--abbrev=40"]).output();
    let commit =
        commit.ok().filter(|output| output.status.success()).and_then(|output| String::from_utf8(output.stdout).ok());
    println!("cargo:rustc-env=SVSDE_GIT_COMMIT={}", commit.as_deref().map_or("unknown", str::trim));
    println!("cargo:rerun-if-changed=.git/HEAD");
    println!("cargo:rerun-if-changed=.git/index");
    println!("cargo:rerun-if-changed=src");
}
