//! The clock of the chat's own world.
//!
//! A test that waits for a timer of eight hours should not take eight hours. So whatever belongs to the chat
//! reads the time from one [`Clock`], which may be moved by hand or run fast. What is agreed with a client
//! goes by the client's own clock, which nobody can move, and so by the machine's:
//!
//! | what | clock | why |
//! |---|---|---|
//! | timers: when they start and run out | the chat's | they are what a test wants to see |
//! | how long a chat lasts at most | the chat's | it ends like a timer that runs out |
//! | times of contacts, of participants and in the transcript | the chat's | they say when things happened there |
//! | quotas of calls a second | the chat's | they fill up as the chat's time passes |
//! | how far a signature's time may be off | the machine's | the client has signed by its own clock |
//! | the `Date` header of an answer | the machine's | clients correct their clocks by it |
//! | when a token of a participant stops being good | the machine's | the client compares it with its own clock |
//! | heartbeats of a socket, and how long it lives | the machine's | client and server count the same seconds |
//! | how long a disconnect flow's hook may take | the machine's | it is a call over the network |
//! | how long requests are given at the end, and a store to answer `/health` | the machine's | they are about the process |
//!
//! A clock that is not the machine's survives its process: the manual clock goes on where the store says it
//! stood, and neither it nor the scaled clock starts earlier than the latest time in the store, so that no timer
//! runs twice as long as it should. \[ours\] While the service is down, the manual clock stands, the real clock
//! goes on, and the scaled clock goes on no faster than the machine's. If the store was served with another clock
//! since the manual one stood, what happened then is later: the manual clock goes on from there, because in the
//! chats no time goes back, and an advance from an earlier time would let nothing run out for a while.
//!
//! Neither goes beyond [`Moment::LAST`], after which no time could be told: a manual clock is not moved there, and
//! the scaled clock stands when it gets there.

use std::error::Error;
use std::fmt;
use std::future::pending;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::moment::Moment;

mod setting;

pub use setting::{ClockSetting, NoClock};

/// The longest that a sleep trusts the machine's clock. It can be set while we sleep, and the sleep is counted
/// by another clock, which cannot; so a sleeper looks up this often, to be late by no more than this.
const TRUST: Duration = Duration::from_secs(5);

/// The clock that everything in the chat's own world reads; see the module. Clones are the same clock.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Kind>);

#[derive(Debug)]
enum Kind {
    Real,
    Manual(watch::Sender<Moment>),
    Scaled {
        start: Moment,
        since: Instant,
        factor: NonZeroU32,
    },
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn real() -> Self {
        Self(Arc::new(Kind::Real))
    }

    /// A clock that stands at this time until it is moved.
    #[must_use]
    pub fn manual(start: Moment) -> Self {
        Self(Arc::new(Kind::Manual(watch::Sender::new(start))))
    }

    /// A clock that shows this time now, and runs so many times as fast as the machine's.
    #[must_use]
    pub fn scaled(start: Moment, factor: NonZeroU32) -> Self {
        Self(Arc::new(Kind::Scaled {
            start,
            since: Instant::now(),
            factor,
        }))
    }

    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> Moment {
        match &*self.0 {
            Kind::Real => Moment::now(),
            Kind::Manual(shown) => *shown.borrow(),
            Kind::Scaled {
                start,
                since,
                factor,
            } => {
                let now = start.after(since.elapsed().saturating_mul(factor.get()));
                now.min(Moment::LAST)
            }
        }
    }

    /// Done when the clock shows this moment or a later one: never, if it is later than the last that a clock shows.
    pub async fn sleep_until(&self, due: Moment) {
        if due > Moment::LAST {
            return pending().await;
        }
        loop {
            let left = due.since(self.now());
            if left.is_zero() {
                return;
            }
            match &*self.0 {
                Kind::Real => sleep(left.min(TRUST)).await,
                // A part of a millisecond too short, and there would be a turn of this loop for nothing.
                Kind::Scaled { factor, .. } => {
                    sleep(left / factor.get() + Duration::from_micros(1)).await;
                }
                Kind::Manual(shown) => {
                    let moved = shown.subscribe().wait_for(|now| *now >= due).await.is_ok();
                    if !moved {
                        // The sender is in this very clock, so this cannot be. A clock that is gone never shows it.
                        pending::<()>().await;
                    }
                }
            }
        }
    }

    /// Whether the clock is moved by hand.
    #[must_use]
    pub fn is_manual(&self) -> bool {
        matches!(&*self.0, Kind::Manual(_))
    }

    /// Moves a manual clock to this moment, and wakes whoever sleeps until then. It never goes back: to an
    /// earlier moment than it shows, it does not move. This is the clock alone; a service is moved on by its
    /// control route, which waits for what falls due.
    ///
    /// # Errors
    ///
    /// [`NotManual`], and nothing has happened.
    pub fn move_to(&self, moment: Moment) -> Result<(), NotManual> {
        let Kind::Manual(shown) = &*self.0 else {
            return Err(NotManual);
        };
        shown.send_if_modified(|now| {
            let later = moment > *now;
            *now = moment.max(*now);
            later
        });
        Ok(())
    }
}

/// By the name that the setting has for it.
impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Real => f.write_str("real"),
            Kind::Manual(_) => f.write_str("manual"),
            Kind::Scaled { factor, .. } => write!(f, "scaled={factor}"),
        }
    }
}

/// A clock that runs by itself is not moved by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotManual;

impl fmt::Display for NotManual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the clock runs by itself; start the service with --clock manual to move it")
    }
}

impl Error for NotManual {}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;

    const START: Moment = Moment::from_millis(1_763_825_599_546);
    const PATIENCE: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn a_manual_clock_stands_until_it_is_moved_and_then_wakes_its_sleepers() {
        let clock = Clock::manual(START);
        let due = START.after(Duration::from_secs(300));
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(due).await }
        });
        assert_eq!(clock.move_to(START.after(Duration::from_secs(299))), Ok(()));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        assert_eq!(clock.now(), START.after(Duration::from_secs(299)));
        assert_eq!(clock.move_to(due), Ok(()));
        assert!(matches!(timeout(PATIENCE, sleeper).await, Ok(Ok(()))));
        assert_eq!(clock.move_to(START), Ok(()));
        assert_eq!(clock.now(), due, "it never goes back");
    }

    #[tokio::test(start_paused = true)]
    async fn a_scaled_clock_runs_so_many_times_as_fast() {
        let clock = Clock::scaled(START, NonZeroU32::MIN.saturating_add(59));
        let before = Instant::now();
        clock
            .sleep_until(START.after(Duration::from_secs(120)))
            .await;
        let took = before.elapsed();
        assert!(took >= Duration::from_secs(2), "{took:?}");
        assert!(took < Duration::from_millis(2_010), "{took:?}");
        assert!(clock.now() >= START.after(Duration::from_secs(120)));
        assert_eq!(clock.move_to(START), Err(NotManual));
    }

    #[tokio::test(start_paused = true)]
    async fn a_scaled_clock_stands_at_the_last_moment() {
        let clock = Clock::scaled(START, NonZeroU32::MAX);
        clock.sleep_until(Moment::LAST).await;
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(clock.now(), Moment::LAST);
        let never = clock.sleep_until(Moment::LAST.after(Duration::from_millis(1)));
        assert!(timeout(PATIENCE, never).await.is_err());
    }

    #[tokio::test]
    async fn the_real_clock_is_the_machines() {
        let clock = Clock::real();
        let before = Moment::now();
        clock
            .sleep_until(before.after(Duration::from_millis(20)))
            .await;
        assert!(clock.now() >= before.after(Duration::from_millis(20)));
        clock.sleep_until(before).await;
        assert_eq!(clock.move_to(before), Err(NotManual));
    }
}
