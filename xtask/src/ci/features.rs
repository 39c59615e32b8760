//! Each crate alone, with each combination of its features.
//!
//! Commands for the whole workspace turn on every feature that any of its crates asks for, of its own crates and of
//! their dependencies: there a types crate always has both halves, and a crate that forgot to ask for a feature of
//! `tokio` gets it from a neighbour. So each is compiled by itself, which is what its users do.

use super::members::{self, Member};
use super::{Outcome, command, verdict};

/// Compiles every published crate alone, with each combination of its features and with warnings denied.
///
/// Clippy compiles it, because it shares what is compiled of the dependencies with the step of that name; a warning of
/// the compiler is one of clippy's as well.
///
/// # Errors
/// The combinations that do not compile, or not without a warning.
pub(crate) fn check() -> Outcome {
    let members = members::all()?;
    let mut problems = Vec::new();
    for member in members.iter().filter(|member| member.is_published()) {
        for features in member.feature_combinations() {
            let features = features.join(",");
            if command::cargo(&arguments(member, &features)).is_err() {
                problems.push(format!(
                    "{} does not compile cleanly by itself with features [{features}]",
                    member.name
                ));
            }
        }
    }
    verdict(problems)
}

fn arguments<'a>(member: &'a Member, features: &'a str) -> Vec<&'a str> {
    // Without lints of the crates below, which have their own turn, and without the tests, whose dependencies would turn
    // on features that the crate itself may have forgotten.
    let mut arguments = vec![
        "clippy",
        "--quiet",
        "--locked",
        "--no-deps",
        "--package",
        &member.name,
        "--no-default-features",
    ];
    if !features.is_empty() {
        arguments.extend(["--features", features]);
    }
    arguments.extend(["--", "--deny", "warnings"]);
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_types_crate_is_compiled_in_all_four_ways() {
        let members = members::all().unwrap();
        let types = members
            .iter()
            .find(|member| member.name == "connect-types")
            .unwrap();
        let commands: Vec<String> = types
            .feature_combinations()
            .iter()
            .map(|features| arguments(types, &features.join(",")).join(" "))
            .collect();
        assert_eq!(commands.len(), 4);
        assert_eq!(
            commands[0],
            "clippy --quiet --locked --no-deps --package connect-types --no-default-features -- --deny warnings"
        );
        assert!(
            commands[3].contains("--features client,server "),
            "{}",
            commands[3]
        );
    }
}
