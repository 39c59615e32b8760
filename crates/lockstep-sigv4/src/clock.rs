//! Clock skew and expiry: how old a signature may be.

use std::time::{Duration, SystemTime};

use crate::amz_date;
use crate::authorization::Claim;
use crate::failure::Failure;

/// How far the clocks of client and server may be apart, either way.
const SKEW: Duration = Duration::from_secs(15 * 60);

/// The signature was made within fifteen minutes, or is that of a presigned request which has not expired.
pub(crate) fn check_time(claim: &Claim<'_>, now: SystemTime) -> Result<(), Failure> {
    let (signed, seconds) = (claim.time, claim.time.seconds());
    let skew = SKEW.as_secs();
    let passed = amz_date::seconds(now);
    if seconds > passed + skew {
        let now = now.into();
        return Err(Failure::SignatureNotYetCurrent { signed, now });
    }
    match claim.expires {
        Some(expires) if seconds + u64::from(expires) < passed => Err(Failure::RequestExpired),
        None if seconds + skew < passed => {
            let now = now.into();
            Err(Failure::SignatureExpired { signed, now })
        }
        _ => Ok(()),
    }
}
