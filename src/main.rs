//! The `svsde` command.

fn main() -> std::process::ExitCode {
    svsde::cli::main()
}
