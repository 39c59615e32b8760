//! Counts what operations do to their requests besides binding members.

use super::counter::Counter;
use crate::lockstep::bindings::{CODINGS, DIGEST};
use crate::lockstep::model::{Binding, Member, Operation};
use crate::lockstep::rules::Digest;
use crate::lockstep::text::HOST_LABEL;
use crate::lockstep::trips::Trip;
use crate::lockstep::value::Value;

impl Counter<'_> {
    /// The host, the compression and the digest of a request that is sent.
    pub(super) fn head(&mut self, operation: &Operation, trip: &Trip) {
        self.host(operation, trip);
        let members = &self.model.shapes[operation.input].members;
        let header = |name: &str| {
            let is_bound =
                |one: &&Member| matches!(&one.binding, Binding::Header(own) if own == name);
            members.iter().find(is_bound)
        };
        if operation.is_compressed {
            self.one("trait", "requestCompression");
            let is_coded = header(CODINGS).is_some_and(|one| trip.input.contains_key(&one.name));
            match trip.head.is_compressed {
                Some(true) if is_coded => self.one("body", "compressed after another coding"),
                Some(true) => self.one("body", "compressed"),
                Some(false) => self.one("body", "too small to compress"),
                None => {}
            }
        }
        if operation.has_digest {
            self.one("trait", "httpChecksumRequired");
            match trip.head.digest {
                Digest::Given => self.one("body", "digest of the caller"),
                Digest::Made if header(DIGEST).is_some() => {
                    self.one("body", "digest told to the handler");
                }
                _ => self.one("body", "digest"),
            }
            if trip.head.is_compressed == Some(true) {
                self.one("body", "digest of what is compressed");
            }
            if self.model.stream(operation.input).is_some() {
                self.one("body", "digest of a stream");
            }
        }
    }

    fn host(&mut self, operation: &Operation, trip: &Trip) {
        let Some(prefix) = &operation.host_prefix else {
            return;
        };
        self.one("trait", "endpoint");
        if !prefix.contains('{') {
            self.one("trait", "endpoint without a label");
        }
        let members = self.model.shapes[operation.input].members.iter();
        for member in members.filter(|member| member.traits.host_label) {
            self.one("trait", "hostLabel");
            if member.binding == Binding::Label {
                self.one("trait", "hostLabel in the path");
            }
            if let Some(Value::Text(text)) = trip.input.get(&member.name)
                && text.len() == HOST_LABEL
            {
                self.one("trait", "hostLabel at its longest");
            }
        }
    }
}
