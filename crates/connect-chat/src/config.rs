//! What can be set: by a flag, or by a variable of the environment.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use chat_timeouts::Choices;
use clap::{Parser, ValueEnum};

use crate::access_keys::KeyEntry;
use crate::choices::Choice;
use crate::clock::ClockSetting;
use crate::flows::DisconnectFlow;
use crate::ids::InstanceId;
use crate::socket::{self, SocketUrl};
use crate::store::Instances;

/// Amazon Connect chat on your own machine.
///
/// Clients of Amazon Connect reach it when their endpoint is the address below, such as
/// `AWS_ENDPOINT_URL=http://127.0.0.1:8080`. The first line of the standard output says where the service
/// listens; the log goes to the standard error. `GET /health` answers 200 as long as the store works. The
/// service ends by itself, without loss and with status 0, on SIGTERM and on ctrl-c.
#[derive(Clone, Debug, Parser)]
#[command(version)]
pub struct Config {
    /// Where to listen: an IP address and a port. With port 0, the system chooses a free one
    #[arg(
        long,
        env = "CONNECT_CHAT_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8080"
    )]
    pub listen: SocketAddr,

    /// The folder of the store. It is made if it is missing
    #[arg(
        long,
        env = "CONNECT_CHAT_DATA_DIR",
        value_name = "FOLDER",
        default_value = ".connect-chat"
    )]
    pub data_dir: PathBuf,

    /// An instance that exists, as an id or an ARN; may be given several times, or with commas between
    /// them. Without it, an instance comes into being with the first contact that is started in it
    #[arg(
        long = "instance",
        env = "CONNECT_CHAT_INSTANCES",
        value_name = "ID",
        value_delimiter = ','
    )]
    pub instances: Vec<InstanceId>,

    /// The clock of the chat's own world: real; manual, which stands until it is moved and may be given a
    /// start, as in manual=2026-01-31T09:00:00Z; or scaled=60, by which a minute is over in a second
    #[arg(
        long,
        env = "CONNECT_CHAT_CLOCK",
        value_name = "CLOCK",
        default_value = "real"
    )]
    pub clock: ClockSetting,

    /// Where to listen for those who control the service: they see its clock and its record, and move a manual
    /// clock, as does `connect-chat clock advance 5m`. Nowhere without it. Anyone who reaches it may use it
    #[arg(long, env = "CONNECT_CHAT_CONTROL", value_name = "ADDRESS")]
    pub control: Option<SocketAddr>,

    /// Where participants reach the web socket, and files beside it, if not at the address of --listen, such as
    /// wss://chat.example.com/participant/websocket. ChatJS takes no other ws:// than that of 127.0.0.1
    #[arg(long, env = "CONNECT_CHAT_WEBSOCKET_URL", value_name = "URL")]
    pub websocket_url: Option<SocketUrl>,

    /// What a web socket may and must. There is no flag for it, because clients count on it; a test may have it
    /// otherwise
    #[arg(skip)]
    pub socket_limits: socket::Limits,

    /// What becomes of a chat after an auto-disconnect: it stays open for its customer (keep-open), it ends
    /// (end), or it stays open and an address is told, which begins with http://
    #[arg(
        long,
        env = "CONNECT_CHAT_DISCONNECT_FLOW",
        hide_env_values = true,
        value_name = "FLOW",
        default_value = "keep-open"
    )]
    pub disconnect_flow: DisconnectFlow,

    /// Minutes that a chat lasts at most whose call does not say so by ChatDurationInMinutes. Amazon Connect has
    /// 1500. Without it, such a chat goes on until someone ends it, however far the clock is moved
    #[arg(
        long,
        env = "CONNECT_CHAT_DURATION",
        value_name = "MINUTES",
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub chat_duration: Option<u32>,

    /// What the timers do where Amazon Connect's documentation leaves it open, such as typing=like-a-message or
    /// stop=when-any-leaves; may be given several times, or with commas between them. A wrong one is answered
    /// with the list
    #[arg(
        long,
        env = "CONNECT_CHAT_CHOOSE",
        value_name = "CHOICE",
        value_delimiter = ','
    )]
    pub choose: Vec<Choice>,

    /// Whether calls beyond Amazon Connect's quotas a second are refused with 429, counted by the chat's own clock
    #[arg(
        long,
        env = "CONNECT_CHAT_QUOTAS",
        value_name = "SWITCH",
        value_enum,
        default_value_t = Switch::Off
    )]
    pub quotas: Switch,

    /// Whether requests must be signed, as Amazon Connect demands it
    #[arg(
        long,
        env = "CONNECT_CHAT_AUTH",
        value_name = "SWITCH",
        value_enum,
        default_value_t
    )]
    pub auth: Switch,

    /// An access key that requests may be signed with, and its session token if it has one:
    /// `ID:SECRET` or `ID:SECRET:TOKEN`; may be given several times, or with commas between them. Others on
    /// the machine can see flags; the variable and the file are for keys that are secret
    #[arg(
        long = "access-key",
        env = "CONNECT_CHAT_ACCESS_KEYS",
        hide_env_values = true,
        value_name = "KEY",
        value_delimiter = ','
    )]
    pub access_keys: Vec<KeyEntry>,

    /// A file of access keys, one a line; lines that begin with `#` are skipped. When it changes, the
    /// keys change, without a restart; while it cannot be read, they stay as they were
    #[arg(long, env = "CONNECT_CHAT_ACCESS_KEY_FILE", value_name = "FILE")]
    pub access_key_file: Option<PathBuf>,

    /// The region that requests are signed for, which is also that in the ARNs of contacts
    #[arg(long, env = "CONNECT_CHAT_REGION", default_value = "us-east-1")]
    pub region: String,

    /// The account in the ARNs of contacts
    #[arg(long, env = "CONNECT_CHAT_ACCOUNT", default_value = "111122223333")]
    pub account: String,

    /// Seconds that open requests are given to finish when the service is told to end
    #[arg(
        long,
        env = "CONNECT_CHAT_GRACE",
        value_name = "SECONDS",
        default_value_t = 10
    )]
    pub grace: u64,

    /// What to log: a level, or a filter such as `info,connect_chat=debug`
    #[arg(
        long,
        env = "CONNECT_CHAT_LOG",
        value_name = "FILTER",
        default_value = "info"
    )]
    pub log: String,

    /// How to log
    #[arg(
        long,
        env = "CONNECT_CHAT_LOG_FORMAT",
        value_name = "FORMAT",
        value_enum,
        default_value_t
    )]
    pub log_format: LogFormat,
}

/// Something that is on or off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// On.
    #[default]
    On,
    /// Off.
    Off,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for programs.
    Json,
}

impl Config {
    /// What the timers do where the documentation leaves it open. Of two answers to a question, the last holds.
    #[must_use]
    pub fn choices(&self) -> Choices {
        let mut choices = Choices {
            after_auto_disconnect: self.disconnect_flow.choice(),
            ..Choices::default()
        };
        for choice in &self.choose {
            choice.make(&mut choices);
        }
        choices
    }

    /// How long a chat lasts at most, if the call that starts it does not say.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        let minutes = self.chat_duration?;
        Some(Duration::from_secs(60 * u64::from(minutes)))
    }

    /// Which instances exist: the listed ones, or any if none is listed.
    #[must_use]
    pub fn instances(&self) -> Instances {
        if self.instances.is_empty() {
            Instances::OnDemand
        } else {
            Instances::Only(self.instances.iter().cloned().collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use chat_timeouts::{AfterAutoDisconnect, Signal, Stop};
    use clap::CommandFactory;

    use super::*;

    fn parse(flags: &[&str]) -> Result<Config, clap::Error> {
        Config::try_parse_from([&["connect-chat"], flags].concat())
    }

    #[test]
    fn the_flags_do_not_contradict_each_other() {
        Config::command().debug_assert();
    }

    #[test]
    fn instances_are_any_or_the_listed_ones() -> Result<(), Box<dyn std::error::Error>> {
        assert_eq!(parse(&[])?.instances(), Instances::OnDemand);
        let arn = "arn:aws:connect:us-east-1:111122223333:instance/b";
        let listed = parse(&["--instance", "a", "--instance", arn])?.instances();
        assert_eq!(listed, Instances::Only(["a".parse()?, "b".parse()?].into()));
        Ok(())
    }

    #[test]
    fn choices_are_made_one_after_the_other() -> Result<(), clap::Error> {
        assert_eq!(parse(&[])?.choices(), Choices::default());
        let made = ["--choose", "typing=ignored,stop=when-any-leaves"];
        let last = [
            "--choose",
            "typing=like-a-message",
            "--disconnect-flow",
            "end",
        ];
        let chosen = Choices {
            typing: Signal::LikeAMessage,
            stop: Stop::WhenAnyLeaves,
            after_auto_disconnect: AfterAutoDisconnect::Ends,
            ..Choices::default()
        };
        assert_eq!(parse(&[made.as_slice(), &last].concat())?.choices(), chosen);
        Ok(())
    }

    #[test]
    fn a_flag_that_makes_no_sense_is_refused_with_its_name() {
        for (flag, value) in [
            ("--listen", "nowhere"),
            ("--log-format", "xml"),
            ("--clock", "sundial"),
            ("--choose", "typing=perhaps"),
            ("--disconnect-flow", "https://localhost/"),
            ("--instance", "a/b"),
            ("--websocket-url", "wss://chat.example.com"),
        ] {
            let message = parse(&[flag, value]).err().map(|error| error.to_string());
            assert!(message.is_some_and(|text| text.contains(flag) && text.contains(value)));
        }
    }
}
