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

/// The generated crates.
pub(crate) fn generated() -> PathBuf {
    root().join("crates").join("generated")
}
