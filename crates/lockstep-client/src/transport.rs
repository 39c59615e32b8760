//! What carries a request: a tower service with its type erased.

use bytes::Bytes;
use http::{Request, Response};
use lockstep_core::Body;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};

/// The error of a transport, whatever its type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The service below a client.
///
/// The client has no type parameter for it, so that programs can name a client in their own types, and because one
/// virtual call is nothing next to a request.
pub(crate) type Transport = BoxCloneSyncService<Request<Body>, Response<Body>, BoxError>;

/// Erases the types of a service, of its errors and of its answers' bodies.
pub(crate) fn erase<S, B>(service: S) -> Transport
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let service = service
        .map_response(|response| response.map(Body::stream))
        .map_err(Into::into);
    BoxCloneSyncService::new(service)
}
