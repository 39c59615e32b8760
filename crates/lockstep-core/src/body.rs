//! The body of a request or a response whose payload may be streamed.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::failure::BoxError;

/// A body: bytes in memory, or a stream of them.
///
/// It remembers which of the two it is, because a client may send bytes again but not a stream.
pub struct Body(Inner);

enum Inner {
    /// The bytes, and whether they have been handed out; they are kept, so that the body can be
    /// sent again.
    Bytes(Bytes, bool),
    Stream(Pin<Box<dyn http_body::Body<Data = Bytes, Error = BoxError> + Send>>),
}

impl Body {
    /// A body without a byte.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Inner::Bytes(Bytes::new(), false))
    }

    /// A body that is made as it is sent.
    pub fn stream<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Inner::Stream(Box::pin(http_body_util::BodyExt::map_err(
            body,
            Into::into,
        ))))
    }

    /// The bytes, if the body was made from bytes; `None` is a stream.
    #[must_use]
    pub const fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Inner::Bytes(bytes, _) => Some(bytes),
            Inner::Stream(_) => None,
        }
    }

    /// The same body once more and from its start, if it was made from bytes. The bytes are shared,
    /// not copied.
    #[must_use]
    pub fn try_clone(&self) -> Option<Self> {
        self.as_bytes().cloned().map(Self::from)
    }

    /// Whether the body was made from bytes, so that it can be sent again.
    #[must_use]
    pub const fn is_from_bytes(&self) -> bool {
        matches!(self.0, Inner::Bytes(..))
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        match &mut self.0 {
            // An empty body has no frame at all.
            Inner::Bytes(bytes, read) if *read || bytes.is_empty() => Poll::Ready(None),
            Inner::Bytes(bytes, read) => {
                *read = true;
                Poll::Ready(Some(Ok(Frame::data(bytes.clone()))))
            }
            Inner::Stream(stream) => stream.as_mut().poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Bytes(bytes, read) => *read || bytes.is_empty(),
            Inner::Stream(stream) => stream.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Bytes(_, true) => SizeHint::with_exact(0),
            Inner::Bytes(bytes, false) => SizeHint::with_exact(bytes.len() as u64),
            Inner::Stream(stream) => stream.size_hint(),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Inner::Bytes(bytes, false))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

/// Shows the length and never the content, which may hold secrets.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Bytes(bytes, _) => write!(f, "Body({} bytes)", bytes.len()),
            Inner::Stream(_) => f.write_str("Body(stream)"),
        }
    }
}
