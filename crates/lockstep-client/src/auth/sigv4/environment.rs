//! The environment of the process, or what a test puts in its place.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

/// Looks up environment variables.
#[derive(Clone)]
pub(crate) struct Environment(Arc<Find>);

type Find = dyn Fn(&str) -> Option<OsString> + Send + Sync;

/// A variable whose value is not Unicode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotUnicode(pub(crate) &'static str);

impl Environment {
    /// The process's own, read when it is asked and not before.
    pub(crate) fn of_process() -> Self {
        Self(Arc::new(|name| std::env::var_os(name)))
    }

    #[cfg(test)]
    pub(crate) fn of(variables: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), OsString::from(value));
        let variables: std::collections::HashMap<_, _> = variables.iter().map(owned).collect();
        Self(Arc::new(move |name| variables.get(name).cloned()))
    }

    /// A variable. An empty one is as good as none, as in the SDKs.
    pub(crate) fn get(&self, name: &'static str) -> Result<Option<String>, NotUnicode> {
        let value = (self.0)(name).filter(|value| !value.is_empty());
        value
            .map(OsString::into_string)
            .transpose()
            .map_err(|_| NotUnicode(name))
    }

    /// The path that a variable names, with the user's home for a leading `~`; without the variable the file of this
    /// name in `~/.aws`. There is none without a home.
    pub(crate) fn aws_file(&self, variable: &'static str, name: &str) -> Option<PathBuf> {
        let given = (self.0)(variable).filter(|value| !value.is_empty());
        let Some(given) = given.map(PathBuf::from) else {
            return Some(self.home()?.join(".aws").join(name));
        };
        match given.strip_prefix("~") {
            Ok(below) => Some(self.home()?.join(below)),
            Err(_) => Some(given),
        }
    }

    fn home(&self) -> Option<PathBuf> {
        let home = ["HOME", "USERPROFILE"]
            .into_iter()
            .find_map(|name| (self.0)(name));
        home.filter(|home| !home.is_empty()).map(PathBuf::from)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Environment;

    #[test]
    fn a_file_is_where_a_variable_says_or_in_the_home() {
        for (variables, file) in [
            (&[("HOME", "/a")][..], Some("/a/.aws/config")),
            (&[("USERPROFILE", "/b")], Some("/b/.aws/config")),
            (&[("HOME", "/a"), ("FILE", "")], Some("/a/.aws/config")),
            (&[("HOME", "/a"), ("FILE", "/c")], Some("/c")),
            (&[("HOME", "/a"), ("FILE", "~/c")], Some("/a/c")),
            (&[("HOME", "/a"), ("FILE", "~a/c")], Some("~a/c")),
            (&[("FILE", "c")], Some("c")),
            (&[("FILE", "~/c")], None),
            (&[], None),
        ] {
            let found = Environment::of(variables).aws_file("FILE", "config");
            assert_eq!(found.as_deref(), file.map(Path::new), "{variables:?}");
        }
    }
}
