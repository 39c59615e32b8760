//! Who sees whom: the arrows of the design's layout, mostly the ones that must not be there.
//!
//! What a crate sees is what `cargo tree` prints of it alone, with each combination of its features. A manifest tells
//! less: what counts is what is compiled, through however many crates in between.

use std::collections::BTreeSet;

use super::members::{self, Kind, Member};
use super::{Outcome, Problem, command, verdict};

/// What a crate must not see.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Rule {
    /// Any other crate at all.
    Anything(&'static str),
    /// These crates.
    Any(&'static str, BTreeSet<String>),
}

/// Crates that a rule names. If one is called otherwise one day, its rule must follow.
const NAMED: [&str; 5] = [
    "chat-timeouts",
    "lockstep-codegen",
    "lockstep-core",
    "lockstep-server",
    "lockstep-client",
];

/// Checks what each crate of the workspace sees.
///
/// # Errors
/// Each crate that sees what it must not, with the features that show it; rules for crates that are not there.
pub(crate) fn check() -> Outcome {
    let members = members::all()?;
    let mut problems = unused_rules(&members);
    for member in &members {
        let Some(rule) = rule(member, &members) else {
            continue;
        };
        for features in member.feature_combinations() {
            let features = features.join(",");
            let seen = seen_by(&member.name, &features)?;
            problems.extend(
                broken(&rule, &seen).map(|found| format!("{} [{features}] {found}", member.name)),
            );
        }
    }
    verdict(problems)
}

/// The crates that are compiled for a crate alone with these features, without itself.
fn seen_by(name: &str, features: &str) -> Result<BTreeSet<String>, Problem> {
    // Tests may look at everything; a dependency for them alone is none of the crate's users'.
    let mut arguments = vec![
        "tree",
        "--locked",
        "--package",
        name,
        "--edges",
        "normal,build",
    ];
    arguments.extend([
        "--prefix",
        "none",
        "--format",
        "{p}",
        "--no-default-features",
    ]);
    if !features.is_empty() {
        arguments.extend(["--features", features]);
    }
    let mut seen = names(&command::output_of("cargo", &arguments)?);
    if !seen.remove(name) {
        return Err(format!(
            "`cargo {}` does not name {name} itself",
            arguments.join(" ")
        )
        .into());
    }
    Ok(seen)
}

/// The first word of each line.
fn names(tree: &str) -> BTreeSet<String> {
    tree.lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

/// The rule for a crate, if there is one.
fn rule(member: &Member, members: &[Member]) -> Option<Rule> {
    let any = |why, fixed: &[&str], kind: Option<Kind>| {
        let of_kind = members
            .iter()
            .filter(|other| kind == Some(other.kind()))
            .map(|other| other.name.clone());
        Some(Rule::Any(
            why,
            fixed
                .iter()
                .map(|name| (*name).to_owned())
                .chain(of_kind)
                .collect(),
        ))
    };
    match (member.name.as_str(), member.kind()) {
        ("chat-timeouts", _) => Some(Rule::Anything(
            "the timers are values, and time is an argument",
        )),
        ("lockstep-codegen", _) => any(
            "the generator does no I/O and runs nothing that it generates for",
            &[
                "axum",
                "hyper",
                "lockstep-client",
                "lockstep-core",
                "lockstep-server",
                "reqwest",
                "tokio",
            ],
            None,
        ),
        ("lockstep-core" | "lockstep-sigv4", _) | (_, Kind::Types) => any(
            "what both sides share has no runtime, no server and no client",
            &[
                "axum",
                "hyper",
                "lockstep-client",
                "lockstep-server",
                "reqwest",
                "tokio",
            ],
            None,
        ),
        ("lockstep-server", _) | (_, Kind::Server) => any(
            "a server does not see the client",
            &["lockstep-client", "reqwest"],
            Some(Kind::Client),
        ),
        ("lockstep-client", _) | (_, Kind::Client) => any(
            "a client does not see the server",
            &["axum", "lockstep-server"],
            Some(Kind::Server),
        ),
        _ => None,
    }
}

fn broken(rule: &Rule, seen: &BTreeSet<String>) -> Option<String> {
    let (why, found) = match rule {
        Rule::Anything(why) => (why, seen.iter().collect::<Vec<_>>()),
        Rule::Any(why, forbidden) => (why, seen.intersection(forbidden).collect()),
    };
    let found: Vec<&str> = found.into_iter().map(String::as_str).collect();
    (!found.is_empty()).then(|| format!("sees {}, but {why}", found.join(", ")))
}

/// A rule without its crate checks nothing.
fn unused_rules(members: &[Member]) -> Vec<String> {
    let missing = NAMED
        .iter()
        .filter(|name| members.iter().all(|member| member.name != **name));
    let mut problems: Vec<String> = missing
        .map(|name| format!("there is a rule for {name}, but no such crate"))
        .collect();
    for kind in [Kind::Types, Kind::Server, Kind::Client] {
        if members.iter().all(|member| member.kind() != kind) {
            problems.push(format!(
                "there is a rule for generated crates of kind {kind:?}, but no such crate"
            ));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule_for(name: &str) -> Rule {
        let members = members::all().unwrap();
        let member = members.iter().find(|member| member.name == name).unwrap();
        rule(member, &members).unwrap()
    }

    #[track_caller]
    fn refuses(name: &str, tree: &str, expected: &str) {
        let found = broken(&rule_for(name), &names(tree)).unwrap_or_default();
        assert!(found.starts_with(expected), "{name}: {found:?}");
    }

    #[test]
    fn each_rule_refuses_what_it_forbids() {
        refuses(
            "chat-timeouts",
            "serde v1.0.0\nserde_core v1.0.0 (*)\n",
            "sees serde, serde_core, but",
        );
        refuses(
            "connect-types",
            "http v1.0.0\ntokio v1.0.0\n",
            "sees tokio, but",
        );
        refuses(
            "lockstep-core",
            "hyper v1.0.0\nbytes v1.0.0\n",
            "sees hyper, but",
        );
        refuses("lockstep-codegen", "axum v0.8.0\n", "sees axum, but");
        refuses(
            "lockstep-server",
            "reqwest v0.13.0\naxum v0.8.0\n",
            "sees reqwest, but",
        );
        refuses(
            "connect-server",
            "connect-client v0.1.0 (/x/y)\n",
            "sees connect-client, but",
        );
        refuses(
            "lockstep-client",
            "axum v0.8.0\nreqwest v0.13.0\n",
            "sees axum, but",
        );
        refuses(
            "connect-client",
            "connect-server v0.1.0\nlockstep-server v0.1.0\n",
            "sees connect-server, lockstep-server, but",
        );
    }

    #[test]
    fn each_rule_allows_the_rest() {
        let seen = names("lockstep-core v0.1.0\naxum v0.8.0\ntokio v1.0.0\n");
        assert_eq!(broken(&rule_for("connect-server"), &seen), None);
        assert_eq!(broken(&rule_for("chat-timeouts"), &BTreeSet::new()), None);
    }

    #[test]
    fn features_change_what_is_seen() {
        assert!(!seen_by("lockstep-core", "").unwrap().contains("regex"));
        assert!(
            seen_by("lockstep-core", "pattern")
                .unwrap()
                .contains("regex")
        );
    }

    #[test]
    fn a_rule_without_its_crate_is_a_problem() {
        assert_eq!(unused_rules(&[]).len(), NAMED.len() + 3);
    }
}
