//! The manifests of the generated crates.

use std::fmt::Write as _;

use crate::ir::{Checksum, ConstraintSet, Package};
use crate::print;

/// A dependency and the features asked of it.
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) features: Vec<&'static str>,
}

impl Dependency {
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            features: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, feature: &'static str) -> Self {
        self.features.push(feature);
        self
    }
}

/// A crate's manifest.
pub(crate) fn manifest(
    package: &Package,
    crate_name: &str,
    description: &str,
    features: &str,
    dependencies: &[Dependency],
) -> String {
    let mut text = format!(
        "{}\n\n\
         [package]\nname = \"{crate_name}\"\ndescription = \"{description}\"\nversion.workspace = true\n\
         edition.workspace = true\nrust-version.workspace = true\nlicense.workspace = true\n",
        print::first_line("#", &package.model_file)
    );
    if !features.is_empty() {
        let _ = write!(text, "\n[features]\n{features}");
    }
    text.push_str("\n[dependencies]\n");
    for Dependency { name, features } in dependencies {
        let _ = if features.is_empty() {
            writeln!(text, "{name}.workspace = true")
        } else {
            let features: Vec<String> = features
                .iter()
                .map(|feature| format!("\"{feature}\""))
                .collect();
            writeln!(
                text,
                "{name} = {{ workspace = true, features = [{}] }}",
                features.join(", ")
            )
        };
    }
    text.push_str("\n[lints]\nworkspace = true\n");
    text
}

/// The features of a crate above one of the runtime's: signatures, on unless they are turned off, where the service has
/// them.
pub(crate) fn features(package: &Package, runtime: &str, purpose: &str) -> String {
    if package.has_sigv4() {
        format!("default = [\"sigv4\"]\n# {purpose}\nsigv4 = [\"{runtime}/sigv4\"]\n")
    } else {
        String::new()
    }
}

/// What the operations of a service ask of `lockstep-client`.
pub(crate) fn client(package: &Package) -> Dependency {
    let mut client = Dependency::new("lockstep-client");
    if has_checksum(package, Checksum::ContentMd5) {
        client = client.with("content-md5");
    }
    if has_gzip(package) {
        client = client.with("gzip");
    }
    if has_checksum(package, Checksum::TreeHash) {
        client = client.with("tree-hash");
    }
    client
}

/// What the operations of a service ask of `lockstep-server`.
pub(crate) fn server(package: &Package) -> Dependency {
    let server = Dependency::new("lockstep-server");
    if has_gzip(package) {
        server.with("gzip")
    } else {
        server
    }
}

fn has_checksum(package: &Package, checksum: Checksum) -> bool {
    let mut operations = package.operations.iter();
    operations.any(|operation| operation.http.checksum == checksum)
}

fn has_gzip(package: &Package) -> bool {
    package
        .operations
        .iter()
        .any(|operation| operation.http.gzip)
}

/// The features of `lockstep-core` that a types crate needs for its patterns.
pub(crate) fn core(constraints: &[ConstraintSet]) -> Dependency {
    let core = Dependency::new("lockstep-core");
    let patterns: Vec<_> = constraints
        .iter()
        .filter_map(|set| set.pattern.as_ref())
        .collect();
    if patterns.iter().any(|pattern| pattern.backtracking) {
        core.with("backtracking-pattern")
    } else if !patterns.is_empty() {
        core.with("pattern")
    } else {
        core
    }
}
