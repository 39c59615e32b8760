//! Numbers of minutes: those that are none, and those that only look odd.

use chat_timeouts::{Pair, Role, Timer};

use super::*;

/// A body that sets the agent's idle timer to this.
fn minutes(value: &str) -> String {
    list(&GOOD.replace('7', value))
}

#[tokio::test]
async fn what_is_no_number_of_minutes_is_refused() {
    let bench = Bench::new().await;
    let path = format!("{LIST}/0/TimerValue/ParticipantTimerDurationInMinutes");
    let range = broken(&[(&path, "be between 2 and 480, inclusive")]);
    for value in [
        "1",
        "0",
        "-0",
        "-1",
        "481",
        "1.0",
        "4810e-1",
        "0e999999999999",
        "2147483647",
        "-2147483648",
    ] {
        bench
            .refuse(value, bench.update(minutes(value)), INVALID, &range)
            .await;
    }
    let whole = format!("{path}: the number is not an integer within the type's range");
    let too_large = "9".repeat(100_000);
    for value in [
        "5.5",
        "1e400",
        "-1e400",
        "1e-400",
        "2147483648",
        "5.00000000000000000001",
        "1e99999999999",
        &too_large,
    ] {
        bench
            .refuse(value, bench.update(minutes(value)), MALFORMED, &whole)
            .await;
    }
    let number = format!("{path}: expected a number");
    for value in ["\"5\"", "true", "[5]", "{}", "\"\"", "{\"5\":[5,\"}\"]}"] {
        bench
            .refuse(value, bench.update(minutes(value)), MALFORMED, &number)
            .await;
    }
    let start = minutes("").find("}}]}").unwrap();
    let no_value = format!("{number} at byte {start}");
    for value in [
        "+5", ".5", "5.", "5e", "-", "05", "0x5", "5_0", "1.2.3", "NaN", "Infinity", "five",
    ] {
        bench
            .refuse(value, bench.update(minutes(value)), MALFORMED, &no_value)
            .await;
    }
    // Where nothing stands, the place is what is around it.
    let nothing = format!("{LIST}/0/TimerValue: expected a number at byte {start}");
    bench
        .refuse("nothing", bench.update(minutes("")), MALFORMED, &nothing)
        .await;
    let value = format!("{LIST}/0/TimerValue");
    for (text, at, what) in [
        (
            "5,0",
            &value,
            format!("a member's name in quotes at byte {}", start + 2),
        ),
        (
            "5;",
            &path,
            format!("a comma or a closing brace at byte {}", start + 1),
        ),
        (
            "5 0",
            &value,
            format!("a comma or a closing brace at byte {}", start + 2),
        ),
    ] {
        bench
            .refuse(
                text,
                bench.update(minutes(text)),
                MALFORMED,
                &format!("{at}: expected {what}"),
            )
            .await;
    }
}

#[tokio::test]
async fn a_number_counts_by_its_value() {
    let bench = Bench::new().await;
    let agent_idle = Pair {
        role: Role::Agent,
        timer: Timer::Idle,
    };
    for (value, expected) in [
        ("2", 2),
        ("480", 480),
        ("5.0", 5),
        ("5e0", 5),
        ("4.8E+2", 480),
        ("20e-1", 2),
        (" 5 ", 5),
    ] {
        let timers = bench.take(&minutes(value)).await;
        assert_eq!(
            timers.get(agent_idle).map(|minutes| minutes.get()),
            Some(expected),
            "{value}"
        );
        assert_eq!(timers.iter().count(), 4);
    }
}
