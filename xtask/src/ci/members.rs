//! The crates of the workspace, as Cargo tells them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Problem, command};
use crate::paths;

/// One crate of the workspace.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Member {
    /// Its name.
    pub(crate) name: String,
    /// Its `Cargo.toml`.
    pub(crate) manifest_path: PathBuf,
    /// Its features, each with what it turns on.
    pub(crate) features: BTreeMap<String, Vec<String>>,
    /// Its licence, as an SPDX expression.
    pub(crate) license: Option<String>,
    /// The year of its edition.
    pub(crate) edition: String,
    /// The oldest compiler that it supports.
    pub(crate) rust_version: Option<String>,
    /// One line about it.
    pub(crate) description: Option<String>,
    /// Where it may be published: everywhere if this is absent, nowhere if the list is empty.
    publish: Option<Vec<String>>,
}

/// What a crate is for, which decides what it may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Written by the generator: shapes and the wire forms of the operations.
    Types,
    /// Written by the generator: the server stub of a service.
    Server,
    /// Written by the generator: the client of a service.
    Client,
    /// Written by hand.
    HandWritten,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Member>,
}

/// All crates of the workspace, sorted by name.
///
/// # Errors
/// Cargo cannot read the workspace.
pub(crate) fn all() -> Result<Vec<Member>, Problem> {
    let text = command::output_of(
        "cargo",
        &["metadata", "--format-version", "1", "--no-deps", "--locked"],
    )?;
    let mut members = serde_json::from_str::<Metadata>(&text)?.packages;
    members.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(members)
}

impl Member {
    /// Whether it goes to a registry. The project's own commands do not.
    pub(crate) fn is_published(&self) -> bool {
        self.publish
            .as_ref()
            .is_none_or(|registries| !registries.is_empty())
    }

    /// Whether it is what a test of the generator expects. Such a crate is compiled like the others, which is its purpose,
    /// but goes nowhere, though its manifest is that of a crate that does.
    pub(crate) fn is_golden(&self) -> bool {
        self.manifest_path
            .starts_with(paths::root().join("codegen").join("tests"))
    }

    /// What it is for.
    pub(crate) fn kind(&self) -> Kind {
        self.kind_below(&paths::generated())
    }

    fn kind_below(&self, generated: &Path) -> Kind {
        if !self.manifest_path.starts_with(generated) {
            return Kind::HandWritten;
        }
        match self.name.rsplit('-').next() {
            Some("server") => Kind::Server,
            Some("client") => Kind::Client,
            _ => Kind::Types,
        }
    }

    /// Every combination of the features that turn code of the crate itself on or off.
    ///
    /// A feature that only passes on to features of dependencies has no line of ours below it, so that compiling it would
    /// test the dependency. From five features on, the combinations are none, each alone, and all.
    pub(crate) fn feature_combinations(&self) -> Vec<Vec<&str>> {
        let passes_on = |turns_on: &[String]| {
            !turns_on.is_empty() && turns_on.iter().all(|name| name.contains('/'))
        };
        let own = self
            .features
            .iter()
            .filter(|(name, turns_on)| *name != "default" && !passes_on(turns_on));
        let own: Vec<&str> = own.map(|(name, _)| name.as_str()).collect();
        if own.len() < 5 {
            let chosen = |mask: usize| {
                (0..own.len())
                    .filter(|bit| mask >> bit & 1 == 1)
                    .map(|bit| own[bit])
                    .collect()
            };
            return (0..1 << own.len()).map(chosen).collect();
        }
        let mut combinations = vec![Vec::new()];
        combinations.extend(own.iter().map(|name| vec![*name]));
        combinations.push(own);
        combinations
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, folder: &str, features: &[(&str, &[&str])]) -> Member {
        let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Member {
            name: name.to_owned(),
            manifest_path: Path::new(folder).join(name).join("Cargo.toml"),
            features: features
                .iter()
                .map(|(name, turns_on)| ((*name).to_owned(), texts(turns_on)))
                .collect(),
            license: None,
            edition: "2024".to_owned(),
            rust_version: None,
            description: None,
            publish: None,
        }
    }

    #[test]
    fn the_combinations_of_two_features_are_four() {
        let types = member(
            "connect-types",
            "generated",
            &[("client", &[]), ("server", &[])],
        );
        let expected: Vec<Vec<&str>> = vec![
            vec![],
            vec!["client"],
            vec!["server"],
            vec!["client", "server"],
        ];
        assert_eq!(types.feature_combinations(), expected);
    }

    #[test]
    fn a_feature_that_only_passes_on_is_not_combined() {
        let crate_ = member(
            "lockstep-x",
            "crates",
            &[("tls", &["reqwest/rustls"]), ("pattern", &["dep:regex"])],
        );
        assert_eq!(crate_.feature_combinations(), [vec![], vec!["pattern"]]);
    }

    #[test]
    fn many_features_are_tried_alone_and_together() {
        let many: [(&str, &[&str]); 5] =
            [("a", &[]), ("b", &[]), ("c", &[]), ("d", &[]), ("e", &[])];
        let crate_ = member("lockstep-x", "crates", &many);
        let sizes: Vec<usize> = crate_.feature_combinations().iter().map(Vec::len).collect();
        assert_eq!(sizes, [0, 1, 1, 1, 1, 1, 5]);
    }

    #[test]
    fn the_kind_is_the_folder_and_the_end_of_the_name() {
        let kind = |name, folder| member(name, folder, &[]).kind_below(Path::new("generated"));
        assert_eq!(kind("connect-types", "generated"), Kind::Types);
        assert_eq!(kind("connect-server", "generated"), Kind::Server);
        assert_eq!(kind("connect-client", "generated"), Kind::Client);
        assert_eq!(kind("lockstep-client", "crates"), Kind::HandWritten);
    }

    #[test]
    fn the_workspace_is_read() {
        let members = all().unwrap();
        let xtask = members
            .iter()
            .find(|member| member.name == "xtask")
            .unwrap();
        assert!(!xtask.is_published());
        let core = members
            .iter()
            .find(|member| member.name == "lockstep-core")
            .unwrap();
        assert!(core.is_published());
    }
}
