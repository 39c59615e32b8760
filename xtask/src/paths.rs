//! Where things stand in the checkout.

use std::path::{Path, PathBuf};

/// The checkout's folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The models and their settings.
pub(crate) fn models() -> PathBuf {
    root().join("model")
}

/// Models whose cases test what the project's own service does not have.
pub(crate) fn test_models() -> PathBuf {
    root().join("xtask").join("tests").join("models")
}

/// The official suites, which stand beside the checkout or are not there.
pub(crate) fn suites() -> PathBuf {
    let root = root();
    let around = root.parent().unwrap_or(&root);
    around.join("shared").join("conformance")
}

/// A model of Amazon's own, if it stands beside the checkout.
pub(crate) fn model_of_amazon(name: &str) -> Option<PathBuf> {
    let root = root();
    let around = root.parent().unwrap_or(&root);
    let path = around.join("shared").join("models").join(name);
    path.is_file().then_some(path)
}

/// The generated crates.
pub(crate) fn generated() -> PathBuf {
    root().join("crates").join("generated")
}

/// Where cargo puts what it builds, and the commands what they need only for a run.
pub(crate) fn target() -> PathBuf {
    let folder =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    root().join(folder)
}

/// Models whose round trips failed once.
pub(crate) fn regressions() -> PathBuf {
    root().join("xtask").join("tests").join("regressions")
}

/// The scenario of `interop` and the scripts that play it.
pub(crate) fn interop() -> PathBuf {
    root().join("xtask").join("interop")
}

/// Where `interop` installs what the clients of a language need. Git ignores the folder.
pub(crate) fn installed(language: &str) -> PathBuf {
    root().join(".interop").join(language)
}
