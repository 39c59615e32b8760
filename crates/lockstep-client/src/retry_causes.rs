//! What a client does about attempts that fail: the decisions.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use crate::Retries;
use crate::error::{Lost, TransportErrorKind};
use crate::reqwest_transport::is_hopeless;
use crate::timeouts::TimeoutKind;

/// The error codes that say "too many requests", as the AWS SDKs know them.
const THROTTLING_CODES: &[&str] = &[
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// The error codes that say that the next attempt may succeed, whatever their status.
const TRANSIENT_CODES: &[&str] = &["RequestTimeout", "RequestTimeoutException"];

/// Why an attempt may be followed by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The service refused to carry out the operation now.
    Throttled,
    /// The request never left, so the operation was not carried out.
    NotSent,
    /// Something broke, and the operation may or may not have been carried out.
    Transient,
}

impl Cause {
    /// What an answer is a cause for: `None` if it stands.
    ///
    /// The code goes first, because services answer throttling with several statuses.
    pub(crate) fn of_answer(status: StatusCode, code: Option<&str>) -> Option<Self> {
        if status.is_success() {
            return None;
        }
        if code.is_some_and(|code| THROTTLING_CODES.contains(&code))
            || status == StatusCode::TOO_MANY_REQUESTS
        {
            return Some(Self::Throttled);
        }
        let transient = matches!(status.as_u16(), 500 | 502 | 503 | 504);
        (transient || code.is_some_and(|code| TRANSIENT_CODES.contains(&code)))
            .then_some(Self::Transient)
    }

    /// What an attempt without an answer is a cause for.
    pub(crate) fn of_loss(lost: &Lost) -> Option<Self> {
        match lost {
            Lost::Timeout(timeout) => match timeout.kind() {
                TimeoutKind::Connect => Some(Self::NotSent),
                TimeoutKind::Attempt => Some(Self::Transient),
                TimeoutKind::Operation => None,
            },
            Lost::Credentials(_) | Lost::Input(_) => None,
            Lost::Transport(error) if is_hopeless(error) => None,
            Lost::Transport(error) => match error.kind() {
                TransportErrorKind::NotSent => Some(Self::NotSent),
                TransportErrorKind::NoAnswer | TransportErrorKind::CutOff => Some(Self::Transient),
            },
        }
    }

    /// What a retry costs, in tokens of the bucket: less for throttling, because a service that throttles is alive.
    pub(crate) const fn cost(self) -> u32 {
        match self {
            Self::Throttled => 5,
            Self::NotSent | Self::Transient => 14,
        }
    }
}

impl Retries {
    /// Whether these settings allow another attempt after `attempts` of an operation.
    ///
    /// `repeatable` says that the operation may be carried out twice without harm.
    pub(crate) const fn allow(&self, cause: Cause, attempts: u32, repeatable: bool) -> bool {
        let safe = match cause {
            Cause::Throttled | Cause::NotSent => true,
            Cause::Transient => repeatable || self.repeat_unsafe,
        };
        safe && attempts < self.attempts
    }

    /// The delay after `attempts`: full jitter over an exponential backoff, or what the service asks for if that is more.
    ///
    /// `random` is at least 0 and less than 1.
    pub(crate) fn delay(
        &self,
        cause: Cause,
        attempts: u32,
        asked: Option<Duration>,
        random: f64,
    ) -> Duration {
        let first = match cause {
            Cause::Throttled => self.first_throttled_delay,
            Cause::NotSent | Cause::Transient => self.first_delay,
        };
        let doublings = attempts.saturating_sub(1).min(31);
        let end = first.saturating_mul(1 << doublings).min(self.longest_delay);
        let jittered = end.as_secs_f64() * random.clamp(0.0, 1.0);
        let delay = Duration::try_from_secs_f64(jittered).unwrap_or(end);
        delay.max(asked.unwrap_or_default()).min(self.longest_delay)
    }
}

/// The delay that an answer asks for: `x-amz-retry-after` in milliseconds, or `Retry-After` in seconds.
///
/// The date form of `Retry-After` is not read: it needs a clock that agrees with the service's.
pub(crate) fn asked_delay(headers: &HeaderMap) -> Option<Duration> {
    let number = |name| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
    number("x-amz-retry-after")
        .map(Duration::from_millis)
        .or_else(|| number("retry-after").map(Duration::from_secs))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, StatusCode};

    use super::{Cause, asked_delay};
    use crate::Retries;

    #[test]
    fn an_answer_is_a_cause_by_its_code_or_its_status() {
        let cause =
            |status: u16, code| Cause::of_answer(StatusCode::from_u16(status).unwrap(), code);
        assert_eq!(cause(200, Some("ThrottlingException")), None);
        assert_eq!(
            cause(400, Some("ThrottlingException")),
            Some(Cause::Throttled)
        );
        assert_eq!(cause(503, Some("SlowDown")), Some(Cause::Throttled));
        assert_eq!(cause(429, None), Some(Cause::Throttled));
        assert_eq!(cause(400, Some("RequestTimeout")), Some(Cause::Transient));
        for status in [500, 502, 503, 504] {
            assert_eq!(
                cause(status, Some("InternalServiceException")),
                Some(Cause::Transient)
            );
        }
        for status in [301, 400, 403, 404, 408, 501, 505] {
            assert_eq!(
                cause(status, Some("ResourceNotFoundException")),
                None,
                "{status}"
            );
        }
    }

    #[test]
    fn only_what_may_have_happened_must_be_repeatable() {
        let retries = Retries::standard();
        for cause in [Cause::Throttled, Cause::NotSent] {
            assert!(retries.allow(cause, 2, false));
            assert!(!retries.allow(cause, 3, true), "three attempts are all");
        }
        assert!(retries.allow(Cause::Transient, 1, true));
        assert!(!retries.allow(Cause::Transient, 1, false));
        assert!(retries.repeat_unsafe().allow(Cause::Transient, 1, false));
        assert!(!Retries::off().allow(Cause::Throttled, 1, true));
    }

    #[test]
    fn the_delay_doubles_up_to_the_longest() {
        let retries = Retries::standard();
        let delay = |attempts| {
            retries
                .delay(Cause::Transient, attempts, None, 0.5)
                .as_millis()
        };
        assert_eq!([1, 2, 3, 4].map(delay), [25, 50, 100, 200]);
        assert_eq!(
            retries.delay(Cause::Throttled, 1, None, 0.5),
            Duration::from_millis(500)
        );
        assert_eq!(
            retries.delay(Cause::Throttled, u32::MAX, None, 1.0),
            Duration::from_secs(20)
        );
        assert_eq!(
            retries.delay(Cause::Transient, 1, None, 0.0),
            Duration::ZERO
        );
    }

    #[test]
    fn the_service_may_ask_for_a_longer_delay_but_not_for_any() {
        let retries = Retries::standard();
        let delay =
            |asked| retries.delay(Cause::Throttled, 1, Some(Duration::from_secs(asked)), 0.5);
        assert_eq!(delay(0), Duration::from_millis(500));
        assert_eq!(delay(7), Duration::from_secs(7));
        assert_eq!(delay(3600), Duration::from_secs(20));

        let mut headers = HeaderMap::new();
        assert_eq!(asked_delay(&headers), None);
        headers.insert(
            "retry-after",
            "Wed, 21 Oct 2026 07:28:00 GMT".parse().unwrap(),
        );
        assert_eq!(asked_delay(&headers), None);
        headers.insert("retry-after", "2".parse().unwrap());
        assert_eq!(asked_delay(&headers), Some(Duration::from_secs(2)));
        headers.insert("x-amz-retry-after", "1500".parse().unwrap());
        assert_eq!(asked_delay(&headers), Some(Duration::from_millis(1500)));
    }
}
