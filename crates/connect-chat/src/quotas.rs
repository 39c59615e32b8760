//! How many calls a second each operation takes, as Amazon Connect has it. Off unless asked for, because a test that
//! waits for its turn is a slow test.
//!
//! Each operation of Connect has one bucket of tokens for the whole account and region, each of the participant service
//! one for each instance ("Amazon Connect service quotas", API throttling quotas). A call takes a token; tokens come
//! back with the time of the chat's own clock, so a manual clock that stands gives none back.

use std::collections::HashMap;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use lockstep_server::auth::{Access, Denied};

use crate::ids::InstanceId;
use crate::moment::Moment;
use crate::server::Application;
use crate::store::StoreError;

/// The header in which the participant service has its tokens.
const BEARER: &str = "x-amz-bearer";

/// What a bucket is filled with each second, and what it holds at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Quota {
    a_second: u32,
    burst: u32,
}

/// What an operation of Connect has. Those that the documentation does not name have the general one.
fn of_connect(operation: &str) -> Quota {
    match operation {
        "StartChatContact" => quota(5, 8),
        _ => quota(2, 5),
    }
}

/// What an operation of the participant service has. \[ours\] The documentation names none for those of attachments;
/// they have that of the operation which they go along with.
fn of_participant_service(operation: &str) -> Quota {
    match operation {
        "CreateParticipantConnection" => quota(6, 9),
        "DisconnectParticipant" => quota(3, 5),
        "GetTranscript" => quota(8, 12),
        _ => quota(10, 15),
    }
}

const fn quota(a_second: u32, burst: u32) -> Quota {
    Quota { a_second, burst }
}

/// The buckets of a service.
#[derive(Debug, Default)]
pub struct Quotas(Mutex<HashMap<(&'static str, Option<InstanceId>), Bucket>>);

/// Tokens, counted in thousandths, because a millisecond brings back less than one.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    thousandths: u64,
    at: Moment,
}

impl Quotas {
    /// Takes a token for a call; whether there was one.
    fn take(
        &self,
        operation: &'static str,
        of: Option<InstanceId>,
        quota: Quota,
        now: Moment,
    ) -> bool {
        // A bucket is whole whenever the lock is free, also after a panic elsewhere.
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let most = u64::from(quota.burst) * 1_000;
        let bucket = buckets.entry((operation, of)).or_insert(Bucket {
            thousandths: most,
            at: now,
        });
        let passed = u64::try_from(now.since(bucket.at).as_millis()).unwrap_or(u64::MAX);
        let back = passed.saturating_mul(u64::from(quota.a_second));
        bucket.thousandths = bucket.thousandths.saturating_add(back).min(most);
        bucket.at = bucket.at.max(now);
        match bucket.thousandths.checked_sub(1_000) {
            Some(left) => {
                bucket.thousandths = left;
                true
            }
            None => false,
        }
    }
}

/// What is found out of a call.
type Asked = Pin<Box<dyn Future<Output = Result<(), Denied>> + Send>>;

/// Lets a call of Connect's through if its operation has a token left.
pub(crate) fn of_calls(
    application: &Application,
) -> impl Fn(&Access<'_>) -> Ready<Result<(), Denied>> + Send + Sync + use<> {
    let application = application.clone();
    move |access| {
        let operation = access.operation().name;
        ready(application.take(operation, None, of_connect(operation)))
    }
}

/// Lets a call of the participant service through if its operation has a token left in the caller's instance. Whoever
/// shows a token of nobody's is let through, to be refused for that.
pub(crate) fn of_participants(
    application: &Application,
) -> impl Fn(&Access<'_>) -> Asked + Send + Sync + use<> {
    let application = application.clone();
    move |access| {
        let operation = access.operation().name;
        let bearer = access.context().headers().get(BEARER);
        let bearer = bearer.and_then(|bearer| bearer.to_str().ok());
        let bearer = bearer.map(str::to_owned).unwrap_or_default();
        let application = application.clone();
        Box::pin(async move {
            let store = &application.store;
            let instance = match operation {
                "CreateParticipantConnection" => {
                    let holder = store.bearer(&bearer.into()).await;
                    holder.map(|holder| holder.contact.instance)
                }
                _ => store.instance_of(&bearer.into()).await,
            };
            match instance {
                Ok(instance) => {
                    let quota = of_participant_service(operation);
                    application.take(operation, Some(instance), quota)
                }
                Err(StoreError::Unavailable(source)) => Err(Denied::failed(source)),
                Err(_) => Ok(()),
            }
        })
    }
}

impl Application {
    fn take(
        &self,
        operation: &'static str,
        of: Option<InstanceId>,
        quota: Quota,
    ) -> Result<(), Denied> {
        match &self.quotas {
            Some(quotas) if !quotas.take(operation, of, quota, self.clock.now()) => {
                Err(Denied::throttled())
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(millis: i64) -> Moment {
        Moment::from_millis(1_000_000 + millis)
    }

    #[test]
    fn a_bucket_is_full_at_first_and_filled_again_in_time() {
        let quotas = Quotas::default();
        let take = |millis| quotas.take("A", None, quota(2, 5), moment(millis));
        assert_eq!([0; 6].map(take), [true, true, true, true, true, false]);
        // Two a second are one each half.
        assert_eq!([499, 500, 500].map(take), [false, true, false]);
        // However long it takes, there are no more than at first.
        assert_eq!([90_000; 6].map(take), [true, true, true, true, true, false]);
        // A clock that was put back gives nothing, and takes nothing away.
        assert_eq!([0, 90_499, 90_500].map(take), [false, false, true]);
    }

    #[test]
    fn operations_and_instances_have_buckets_of_their_own() {
        let quotas = Quotas::default();
        let take =
            |operation, of: &str| quotas.take(operation, of.parse().ok(), quota(1, 1), moment(0));
        assert!(take("A", "i") && !take("A", "i"));
        assert!(take("A", "j") && take("B", "i") && take("A", ""));
    }
}
