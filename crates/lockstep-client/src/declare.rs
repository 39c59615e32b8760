//! The declaration of a generated client.

/// A client of one service: a structure around a [`Client`](crate::Client), to which generated code adds a method for each
/// operation.
///
/// The macro adds the structure with `Clone` and `Debug`, `new`, `From<lockstep_client::Client>` for one with credentials,
/// timeouts, retries or a transport of one's own, and `AsRef<lockstep_client::Client>`, which can presign requests too.
///
/// ```
/// lockstep_client::client! {
///     /// A client of the notes.
///     pub struct Client;
/// }
///
/// let client = Client::new("http://127.0.0.1:8080")?;
/// # Ok::<(), lockstep_client::ConfigError>(())
/// ```
#[macro_export]
macro_rules! client {
    ($(#[$attribute:meta])* pub struct $name:ident;) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        pub struct $name {
            inner: $crate::Client,
        }

        impl $name {
            /// A client of the service at `endpoint`, a URL such as `http://127.0.0.1:8080`.
            ///
            /// Operations that ask for a signature are signed with the credentials and the region of the
            /// environment or of a profile in `~/.aws`; `lockstep_client::Client::builder` takes others.
            ///
            /// # Errors
            ///
            /// If the endpoint is not a URL of http or https.
            pub fn new(endpoint: &str) -> ::core::result::Result<Self, $crate::ConfigError> {
                $crate::Client::new(endpoint).map(Self::from)
            }
        }

        /// A client with credentials, timeouts, retries or a transport of one's own.
        impl ::core::convert::From<$crate::Client> for $name {
            fn from(inner: $crate::Client) -> Self {
                Self { inner }
            }
        }

        /// What carries the calls, which can also presign requests.
        impl ::core::convert::AsRef<$crate::Client> for $name {
            fn as_ref(&self) -> &$crate::Client {
                &self.inner
            }
        }
    };
}

/// The method `pages` of a client that [`client!`](crate::client) declares, for a service with an operation that answers in
/// pages.
#[macro_export]
macro_rules! pages {
    ($name:ident) => {
        impl $name {
            /// The pages of an operation that answers in pages: `client.pages(input).next().await?` is the first of
            /// them.
            pub fn pages<I>(&self, input: I) -> $crate::Pages<I::Operation>
            where
                I: $crate::Input<Operation: $crate::Paginated>,
            {
                self.inner.pages(input)
            }
        }
    };
}
