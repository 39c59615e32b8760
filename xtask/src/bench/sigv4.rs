//! What signing and verifying cost: a request of UpdateParticipantRoleConfig, whose key is in the cache.

use super::instructions::Program;
use super::table::{Row, Table};
use super::{Problem, crates};

/// What signing and verifying should take at most, in instructions, and bring at most, in crates.
const SIGN: u64 = 45_000;
const VERIFY: u64 = 50_000;
const CRATES: u64 = 5;

const TITLE: &str = "\
Instructions to sign and to verify a request of UpdateParticipantRoleConfig: its body hashed, its key in the cache,
and, unless it says otherwise, in the same second as another. Callgrind counts them; it knows no instructions for
SHA-256, so hashing is most of them. Below, the crates that a client gains.";

/// Counts all of it.
///
/// # Errors
/// Valgrind is not installed, or something does not compile or run.
pub(super) fn count() -> Result<Table, Problem> {
    let program = Program::example("lockstep-sigv4", "count")?;
    let mut rows = Vec::new();
    for (timers, name) in [("1", "one timer"), ("3", "three timers")] {
        // The request must be there before it is signed, and making it is nothing of the signer's.
        let make = program.count(&["make", timers])?;
        let signed = |what| -> Result<u64, Problem> {
            Ok(program.count(&[what, timers])?.saturating_sub(make))
        };
        rows.push(Row {
            name: format!("sign, {name}"),
            ours: signed("sign")?,
            reach: Some(SIGN),
            theirs: Some(signed("aws")?),
        });
        rows.push(Row {
            name: format!("sign, {name}, each in another second"),
            ours: signed("sign-apart")?,
            reach: Some(SIGN),
            theirs: None,
        });
        rows.push(Row {
            name: format!("verify, {name}"),
            ours: program.count(&["verify", timers])?,
            reach: Some(VERIFY),
            theirs: None,
        });
    }
    rows.push(Row {
        name: "crates".to_owned(),
        ours: crates::gained_by_signing()?.try_into()?,
        reach: Some(CRATES),
        theirs: Some(crates::gained_by("aws-sigv4")?.try_into()?),
    });
    Ok(Table {
        title: TITLE,
        theirs: "aws-sigv4",
        rows,
    })
}
