//! What people read: sentences and tables, and the command as it was typed.

mod parts;

pub use parts::{Part, Parts};

/// The command as it was given, quoted for a shell.
pub fn command_line() -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    let quoted = |arg: std::ffi::OsString| match arg.to_string_lossy() {
        word if !word.is_empty() && word.chars().all(plain) => word.into_owned(),
        text => format!("'{}'", text.replace('\'', r"'\''")),
    };
    std::env::args_os().map(quoted).collect::<Vec<_>>().join(" ")
}
