//! A bearer token or an API key.

use http::HeaderValue;
use zeroize::Zeroizing;

/// A secret text, which is wiped when dropped and has no `Debug`.
///
/// The headers and URIs that it is sent in are the HTTP library's, which does not wipe them.
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    pub(crate) fn new(secret: impl Into<String>) -> Self {
        Self(Zeroizing::new(secret.into()))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// A header that holds the secret, perhaps after a scheme, and that `Debug` does not show; `None` if the secret
    /// cannot stand in a header.
    pub(crate) fn header(&self, scheme: Option<&str>) -> Option<HeaderValue> {
        let value = match scheme {
            None => HeaderValue::from_str(&self.0),
            Some(scheme) => {
                // As long as it gets, so that no part of it is left behind where it grew.
                let mut text =
                    Zeroizing::new(String::with_capacity(scheme.len() + 1 + self.0.len()));
                text.push_str(scheme);
                text.push(' ');
                text.push_str(&self.0);
                HeaderValue::from_str(&text)
            }
        };
        let mut value = value.ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}
