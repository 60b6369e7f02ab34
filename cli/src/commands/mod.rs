//! The command line: a file and a line of `commands!` per command, no physics.
//!
//! Results go to standard output, progress and messages to standard error. Exit codes: 0 done; 1 done, but replicas or
//! samples failed or a comparison is inconclusive; 2 bad usage, scenario, input or I/O; 130 interrupted.

mod execute;

use crate::error::{Error, Result};
use clap::{Parser, Subcommand};
use std::fmt::Display;
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

/// Spectral dynamics of weight matrices under SGD and Muon.
#[derive(Debug, Parser)]
#[command(name = "svsde", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// `Name: file` for each command, where the file has `Args` and `run`.
macro_rules! commands {
    ($($Name:ident: $file:ident),+ $(,)?) => {
        $(mod $file;)+

        #[derive(Debug, Subcommand)]
        enum Command {
            $($Name(Box<$file::Args>),)+
        }

        impl Command {
            fn run(self) -> Exit {
                match self {
                    $(Self::$Name(args) => $file::run(*args),)+
                }
            }
        }
    };
}

commands! {
    Run: run,
    Check: check,
    Flatten: flatten,
    Stationary: stationary,
    Tails: tails,
    Compare: compare,
    Info: info,
    List: list,
    Plot: plot,
    Report: report,
    Completions: completions,
}

/// Parses the arguments, runs the command and prints what went wrong.
pub fn main() -> ExitCode {
    Cli::parse().command.run().unwrap_or_else(|error| {
        complain(&error);
        ExitCode::from(2)
    })
}

fn complain(error: &Error) {
    match error {
        Error::Scenario(scenario) => {
            let text = scenario.render();
            note(text.strip_suffix('\n').unwrap_or(&text));
        }
        error => note(format!("error: {error}")),
    }
}

/// Writes a line to standard error; a reader that has gone away is not an error.
fn note(line: impl Display) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn warn(warnings: &[String]) {
    warnings.iter().for_each(|warning| note(format!("warning: {warning}")));
}

/// Writes to standard output; a reader that has gone away is not an error.
fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// A result must not replace what it is made from, not even by force.
fn refuse_input(path: &Path, inputs: impl IntoIterator<Item = impl AsRef<Path>>) -> Result<()> {
    let Ok(target) = path.canonicalize() else { return Ok(()) };
    if inputs.into_iter().any(|input| input.as_ref().canonicalize().is_ok_and(|input| input == target)) {
        return Err(Error::file(path, "is one of the inputs; name another file with -o"));
    }
    Ok(())
}

/// Refuses to replace a file that has no `mark` near its beginning and so is not `what` it should be; `-o` names another `way`.
fn replaceable(path: &Path, mark: &str, [what, way]: [&str; 2]) -> Result<()> {
    let refuse = |rule: String| Err(Error::file(path, rule));
    if path.is_dir() {
        return refuse(format!("is a folder; name another {way} with -o"));
    }
    let beginning = |path: &Path| -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        // A pipe would be waited for.
        if std::fs::metadata(path)?.is_file() {
            std::fs::File::open(path)?.take(1024).read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    };
    match beginning(path) {
        Ok(bytes) if String::from_utf8_lossy(&bytes).contains(mark) => Ok(()),
        Ok(_) => refuse(format!("exists and is not {what}; name another {way} with -o")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => refuse(format!("cannot be replaced ({error}); name another {way} with -o")),
    }
}

/// The refusal to write to `path`; `-o` names another `way`.
fn unwritable(path: &Path, way: &str) -> impl Fn(std::io::Error) -> Error + Copy {
    move |error| Error::file(path, format!("cannot be written ({error}); name another {way} with -o"))
}

type Exit = Result<ExitCode>;
