//! The declaration of a generated service.

/// The functions that make a service of an implementation of its trait: a row for each operation, with the trait's method.
///
/// The macro adds `service`, the operations in one table, and `router`.
#[macro_export]
macro_rules! service {
    ($spec:ident: $service:ident { $($method:ident: $operation:ident),* $(,)? }) => {
        /// The service's operations in one table, to set limits on or to merge with another service's.
        pub fn service(implementation: impl $service) -> $crate::Service {
            let state = ::std::sync::Arc::new(implementation);
            $crate::Service::new(&$spec)
                $(.operation($operation, &state, |service, context, input| async move {
                    $service::$method(&*service, context, input).await
                }))*
        }

        /// A router that answers every request of the service.
        pub fn router(implementation: impl $service) -> $crate::Router {
            service(implementation).into_router()
        }
    };
}
