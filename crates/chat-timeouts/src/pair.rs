//! Which timers there are.

use std::fmt;

/// Whose silence a timer measures.
///
/// The timers of a role apply to whoever fills it at the time, also after a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The person who started the chat.
    Customer,
    /// The person who answers it.
    Agent,
}

/// What happens when a timer runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// The participant counts as idle.
    Idle,
    /// Everyone but the customer is disconnected. If the role has an idle timer too, this one starts only
    /// when the participant has become idle, so that the whole wait is the sum of the two.
    AutoDisconnect,
}

/// One of the four timers of a chat: a role and what happens when it stays silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// Whose silence is measured.
    pub role: Role,
    /// What happens then.
    pub timer: Timer,
}

impl Pair {
    /// All four pairs, the customer's first.
    pub const ALL: [Self; 4] = [
        Self {
            role: Role::Customer,
            timer: Timer::Idle,
        },
        Self {
            role: Role::Customer,
            timer: Timer::AutoDisconnect,
        },
        Self {
            role: Role::Agent,
            timer: Timer::Idle,
        },
        Self {
            role: Role::Agent,
            timer: Timer::AutoDisconnect,
        },
    ];
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
        })
    }
}

impl fmt::Display for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Idle => "idle",
            Self::AutoDisconnect => "auto-disconnect",
        })
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.role, self.timer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_four_different_pairs() {
        assert_eq!(Pair::ALL.iter().collect::<BTreeSet<_>>().len(), 4);
    }

    #[test]
    fn a_pair_reads_as_the_guide_speaks_of_it() {
        assert_eq!(
            Pair::ALL.map(|pair| pair.to_string()),
            [
                "customer idle",
                "customer auto-disconnect",
                "agent idle",
                "agent auto-disconnect"
            ]
        );
    }
}
