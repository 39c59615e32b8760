//! The control routes from the other side: what `connect-chat clock` calls.

use std::error::Error;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Response};
use serde::Deserialize;

/// A length of time, as people write it: `90s`, `5m`, `2h`, `1d`, or several of these as in `1h30m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length(pub Duration);

impl FromStr for Length {
    type Err = NoLength;

    fn from_str(text: &str) -> Result<Self, NoLength> {
        let mut seconds: u64 = 0;
        let mut rest = text;
        while let Some(unit) = rest.find(|c: char| !c.is_ascii_digit()) {
            let in_unit = match rest.as_bytes()[unit] {
                b's' => 1,
                b'm' => 60,
                b'h' => 60 * 60,
                b'd' => 24 * 60 * 60,
                _ => return Err(NoLength),
            };
            let number: u64 = rest[..unit].parse().map_err(|_| NoLength)?;
            let part = number.checked_mul(in_unit).ok_or(NoLength)?;
            seconds = seconds.checked_add(part).ok_or(NoLength)?;
            rest = &rest[unit + 1..];
        }
        if rest.is_empty() && !text.is_empty() {
            Ok(Self(Duration::from_secs(seconds)))
        } else {
            Err(NoLength)
        }
    }
}

/// A text that is no length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoLength;

impl fmt::Display for NoLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a length of time is like 90s, 5m, 2h, 1d or 1h30m")
    }
}

impl Error for NoLength {}

/// Moves the manual clock of the service whose control routes are at this address, such as
/// `http://127.0.0.1:8081`, and returns what it shows then.
///
/// # Errors
///
/// The service cannot be reached, or does not move its clock; what it said about that is in the text.
pub async fn advance(control: &str, by: Duration) -> Result<String, CallError> {
    let body = format!(r#"{{"seconds":{}}}"#, by.as_secs_f64());
    let client = Client::builder().no_proxy().build()?;
    let call = client
        .post(address(control, "/clock/advance"))
        .header(CONTENT_TYPE, "application/json")
        .body(body);
    shown(call.send().await?).await
}

/// What the clock shows of the service whose control routes are at this address.
///
/// # Errors
///
/// As for [`advance`].
pub async fn now(control: &str) -> Result<String, CallError> {
    let client = Client::builder().no_proxy().build()?;
    shown(client.get(address(control, "/clock")).send().await?).await
}

/// The scheme may be left out.
fn address(control: &str, path: &str) -> String {
    let control = control.trim_end_matches('/');
    if control.contains("://") {
        format!("{control}{path}")
    } else {
        format!("http://{control}{path}")
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    now: Option<String>,
    message: Option<String>,
}

async fn shown(response: Response) -> Result<String, CallError> {
    let status = response.status();
    let answer: Option<Answer> = serde_json::from_slice(&response.bytes().await?).ok();
    match answer {
        Some(Answer { now: Some(now), .. }) if status.is_success() => Ok(now),
        Some(Answer {
            message: Some(message),
            ..
        }) => Err(CallError::Refused(message)),
        _ => Err(CallError::Refused(format!("it answered {status}"))),
    }
}

/// Why a call of a control route did not succeed.
#[derive(Debug)]
pub enum CallError {
    /// There was no answer.
    Send(reqwest::Error),
    /// This was the answer.
    Refused(String),
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send(_) => f.write_str("the service cannot be reached"),
            Self::Refused(message) => f.write_str(message),
        }
    }
}

impl Error for CallError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Send(error) => Some(error),
            Self::Refused(_) => None,
        }
    }
}

impl From<reqwest::Error> for CallError {
    fn from(error: reqwest::Error) -> Self {
        Self::Send(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_with_units() {
        for (text, seconds) in [
            ("0s", 0),
            ("90s", 90),
            ("5m", 300),
            ("1h30m", 5_400),
            ("1d2h3m4s", 93_784),
        ] {
            let length = Length(Duration::from_secs(seconds));
            assert_eq!(text.parse(), Ok(length), "{text}");
        }
        for text in [
            "",
            "5",
            "m",
            "5 m",
            "-5m",
            "1.5h",
            "5min",
            "5ä",
            "99999999999999999999d",
        ] {
            assert_eq!(text.parse::<Length>(), Err(NoLength), "{text}");
        }
    }
}
