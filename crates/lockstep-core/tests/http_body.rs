//! Bodies, and the one question that a client asks of them: can they be sent again?

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    pin::Pin,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use http_body::{Body as _, Frame};
use lockstep_core::Body;

fn frames(mut body: Body) -> Vec<Bytes> {
    let mut context = Context::from_waker(Waker::noop());
    let mut frames = Vec::new();
    while let Poll::Ready(Some(frame)) = Pin::new(&mut body).poll_frame(&mut context) {
        frames.push(frame.unwrap().into_data().unwrap());
    }
    assert!(body.is_end_stream());
    frames
}

/// A body whose length nobody knows.
struct Counting(u8);

impl http_body::Body for Counting {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        self.0 -= 1;
        Poll::Ready(Some(Ok(Frame::data(vec![self.0].into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.0 == 0
    }
}

#[test]
fn bytes_can_be_sent_again_from_their_start() {
    let mut body = Body::from(b"bytes".to_vec());
    assert_eq!(body.size_hint().exact(), Some(5));
    assert_eq!(format!("{body:?}"), "Body(5 bytes)");
    let mut context = Context::from_waker(Waker::noop());
    assert!(Pin::new(&mut body).poll_frame(&mut context).is_ready());
    assert!(body.is_end_stream() && body.is_from_bytes());
    assert_eq!(frames(body.try_clone().unwrap()), ["bytes"]);
    assert!(frames(body).is_empty());
}

#[test]
fn a_stream_is_sent_once() {
    let body = Body::stream(Counting(2));
    assert!(body.try_clone().is_none() && body.as_bytes().is_none() && !body.is_from_bytes());
    assert_eq!(body.size_hint().exact(), None);
    assert_eq!(frames(body), [vec![1], vec![0]]);
}

#[test]
fn an_empty_body_has_ended_before_it_begins() {
    for body in [Body::empty(), Body::default(), Body::from(Bytes::new())] {
        assert!(body.is_end_stream());
        assert_eq!(body.size_hint().exact(), Some(0));
        assert!(frames(body).is_empty());
    }
}
