//! What the guide leaves open.

use crate::{Activity, Kind, Role};

/// What Amazon Connect's documentation does not say, one field for each question.
///
/// The default of each is what the documentation comes closest to, with the reason told where the default
/// stands. The choices are no part of a chat's [`State`](crate::State): a service that is started with
/// others applies them to all that happens from then on, and timers that run keep the time for which they
/// were started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Choices {
    /// Whether typing counts as a message.
    pub typing: Signal,
    /// Whether it counts as a message when a client says that its user has read one.
    pub read_receipts: Signal,
    /// Whether it counts as a message when a client says that one has come to it.
    pub delivered_receipts: Signal,
    /// Which timers a custom participant has of its own. The customer's run in its presence in any case
    /// (rule 3).
    ///
    /// The default is the agent's: the guide names agent and custom participant in one breath, and there is
    /// no role for which else it could be configured.
    pub custom_participants: CustomParticipants,
    /// Which timers a supervisor has. The presence of one makes no timer run in any case (rule 3).
    pub supervisors: Supervisors,
    /// Whether someone is silent while another of the same role speaks.
    pub silence: Silence,
    /// What it takes for the timers to stop, where there are several agents or custom participants.
    pub stop: Stop,
    /// Whom the customer's timers follow, where there are several agents or custom participants.
    pub customer_timers: CustomerTimers,
    /// What ends it that a participant is idle.
    pub idleness: Idleness,
    /// What becomes of the chat after an auto-disconnect.
    pub after_auto_disconnect: AfterAutoDisconnect,
}

/// Whether what a client signals counts as a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Signal {
    /// It does not. The default, because the guide names messages and attachments alone, and most of these
    /// signals are sent by programs and not by persons.
    #[default]
    Ignored,
    /// It resets the timers of its sender, and an idle one has returned.
    LikeAMessage,
}

/// Which timers a custom participant has of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CustomParticipants {
    /// Those of the agent's role. The default.
    #[default]
    LikeAgents,
    /// None: a program is never idle.
    WithoutTimers,
}

/// Which timers a supervisor has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Supervisors {
    /// None. The default, because a supervisor listens, and the guide names supervisors only as removed by
    /// an auto-disconnect.
    #[default]
    WithoutTimers,
    /// Those of the agent's role, for supervisors who step in.
    LikeAgents,
}

/// Whether someone is silent while another of the same role speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Silence {
    /// Yes: everyone has a clock of their own. The default, because a message resets the timers of the
    /// participant who sent it (rule 6).
    #[default]
    OfEach,
    /// No: a message of one counts as a message of all of the role, so that no chat is cut off by an agent
    /// who leaves the talking to another.
    OfTheRole,
}

/// What it takes for the timers to stop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Stop {
    /// The last agent or custom participant leaves. The default, because the timers run as long as one is
    /// connected (rule 3).
    #[default]
    WhenTheLastLeaves,
    /// Any agent or custom participant leaves, which is what rule 4 says word by word. They start again
    /// when the next agent, custom participant or customer joins.
    WhenAnyLeaves,
}

/// Whom the customer's timers follow. (An agent's own timers always keep what was set when that agent
/// joined.)
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CustomerTimers {
    /// The one who joined last: with each agent or custom participant who joins they start from the
    /// beginning, and run for what was set at that moment. The default, because the timers start when an
    /// agent joins (rule 4) and an update applies when a new one does (rule 7).
    #[default]
    FollowTheNewest,
    /// The one who has been there longest: they go on when others join, and keep what was set when they
    /// started.
    FollowTheFirst,
}

/// What ends it that a participant is idle. (Leaving the chat always does.)
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Idleness {
    /// A message alone, also one that comes when the timers have long stopped; then everyone is shown that
    /// the participant has returned. The default, because the guide names nothing else that ends it
    /// (rule 6). The timers run as for anyone else when they start again, and the idle event is shown
    /// again: who has joined in between has not seen the first.
    #[default]
    UntilAMessage,
    /// Also that the participant's timers stop or start from the beginning, of which nobody is told.
    WhileTimersRun,
}

/// What becomes of the chat after an auto-disconnect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AfterAutoDisconnect {
    /// It stays open for the customer, with timers that wait for the next agent. The default, because the
    /// contact does not have to end (rule 8).
    #[default]
    StaysOpen,
    /// It ends at the same moment, as if [`Input::Ended`](crate::Input::Ended) had been told.
    Ends,
}

impl Choices {
    /// Whether this sign of life resets timers.
    pub(crate) fn counts(&self, activity: Activity) -> bool {
        let signal = match activity {
            Activity::Message | Activity::Attachment => return true,
            Activity::Typing => self.typing,
            Activity::ReadReceipt => self.read_receipts,
            Activity::DeliveredReceipt => self.delivered_receipts,
        };
        signal == Signal::LikeAMessage
    }

    /// The role whose timers someone of this kind has, if any.
    pub(crate) fn role(&self, kind: Kind) -> Option<Role> {
        match kind {
            Kind::Customer => Some(Role::Customer),
            Kind::Agent => Some(Role::Agent),
            Kind::CustomParticipant => match self.custom_participants {
                CustomParticipants::LikeAgents => Some(Role::Agent),
                CustomParticipants::WithoutTimers => None,
            },
            Kind::Supervisor => match self.supervisors {
                Supervisors::WithoutTimers => None,
                Supervisors::LikeAgents => Some(Role::Agent),
            },
        }
    }
}
