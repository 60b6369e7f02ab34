//! The `svsde` command.

fn main() -> std::process::ExitCode {
    svsde_cli::commands::main()
}
