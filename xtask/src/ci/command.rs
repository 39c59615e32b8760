//! Running other programs: every command is printed as it would be typed, and runs in the checkout.

use std::ffi::OsString;
use std::process::Command;

use super::{Outcome, Problem};
use crate::paths;

/// Runs `cargo` and shows what it prints.
///
/// # Errors
/// Cargo cannot be started, or does not end with status 0.
pub(crate) fn cargo(arguments: &[&str]) -> Outcome {
    cargo_with(arguments, &[])
}

/// Runs `cargo` with these environment variables and shows what it prints.
///
/// # Errors
/// Cargo cannot be started, or does not end with status 0.
pub(crate) fn cargo_with(arguments: &[&str], environment: &[(&str, &str)]) -> Outcome {
    let settings: String = environment
        .iter()
        .map(|(name, value)| format!("{name}={value:?} "))
        .collect();
    let mut command = Command::new(cargo_program());
    command.args(arguments).envs(environment.iter().copied());
    show(command, &format!("{settings}cargo {}", arguments.join(" ")))
}

/// Runs another command of this program, as a process of its own: what it prints and how it ends is all that CI needs
/// to know of it.
///
/// # Errors
/// The program cannot be started, or does not end with status 0.
pub(crate) fn xtask(name: &str) -> Outcome {
    // By way of Cargo, because a step before may have replaced the file that this program runs from.
    cargo(&["xtask", name])
}

/// What a program prints on its standard output.
///
/// # Errors
/// The program cannot be started, does not end with status 0 (then what it wrote to standard error is the message), or
/// prints what is not UTF-8.
pub(crate) fn output_of(program: &str, arguments: &[&str]) -> Result<String, Problem> {
    let name = format!("{program} {}", arguments.join(" "));
    let program = if program == "cargo" {
        cargo_program()
    } else {
        program.into()
    };
    let output = Command::new(program)
        .args(arguments)
        .current_dir(paths::root())
        .output();
    let output = output.map_err(|error| format!("`{name}` cannot be started: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "`{name}` failed:\n{}",
            String::from_utf8_lossy(&output.stderr)
        )
        .into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The cargo that started this program, so that a toolchain chosen on the command line (`cargo +beta xtask ci`) stays
/// chosen.
fn cargo_program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn show(mut command: Command, name: &str) -> Outcome {
    eprintln!("$ {name}");
    let status = command.current_dir(paths::root()).status();
    let status = status.map_err(|error| format!("`{name}` cannot be started: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{name}` failed: {status}").into())
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, output_of, show};

    #[test]
    fn a_command_that_fails_is_an_error_that_names_it() {
        let error = show(Command::new("false"), "what fails").unwrap_err();
        assert!(
            error.to_string().starts_with("`what fails` failed"),
            "{error}"
        );
        let error = output_of("cargo", &["metadata", "--no-such-option"]).unwrap_err();
        assert!(error.to_string().contains("--no-such-option"), "{error}");
        let error = output_of("no-such-program", &[]).unwrap_err();
        assert!(error.to_string().contains("cannot be started"), "{error}");
    }

    #[test]
    fn the_output_of_a_command_is_read() {
        assert!(
            output_of("cargo", &["--version"])
                .unwrap()
                .starts_with("cargo 1.")
        );
    }
}
