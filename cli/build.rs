//! Makes the commit of the source known to the program as `SVSDE_GIT_COMMIT`.
//!
//! It watches HEAD and its log, which only a commit or a checkout changes. The index is not watched: reading the state of the
//! tree may rewrite it, and the next build would start anew.

use std::path::Path;
use std::process::Command;

fn main() {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(["--no-optional-locks"]).args(arguments).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| text.trim().to_owned())
    };
    let commit = git(&["describe", "--always", "--dirty", "--abbrev=40"]);
    println!("cargo:rustc-env=SVSDE_GIT_COMMIT={}", commit.as_deref().unwrap_or("unknown"));
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=../src");
    for name in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", name]).filter(|path| Path::new(path).exists()) {
            println!("cargo:rerun-if-changed={path}");
        }
    }
}
