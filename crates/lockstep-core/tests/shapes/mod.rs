//! A model as its generated code looks, written by hand: a member of every kind, and a row of every form.

#![allow(dead_code, reason = "each test binary uses a part of it")]
#![allow(unreachable_pub, reason = "what the macros declare is public")]

use std::collections::BTreeMap;

use lockstep_core::constraint::Constraints;
use lockstep_core::{BigDecimal, BigInteger, Blob, Document, Timestamp, UnknownVariant, json};

lockstep_core::string_enum! {
    #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Role {
        Customer = "CUSTOMER",
        Agent = "AGENT",
    }
}

lockstep_core::int_enum! {
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Level {
        Low = 1,
        High = 3,
    }
}

/// A union that clients can receive.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TimerValue {
    Action(Role),
    Minutes(i32),
    Nested(Box<TimerValue>),
    Unknown(UnknownVariant),
}

static MINUTES: Constraints = Constraints::new().range("2", "480");

lockstep_core::union! {
    TimerValue {
        Action(value): member("Action"),
        Minutes(value): member("Minutes").checked(&MINUTES),
        Nested(value): member("Nested"),
        ..Unknown
    }
}

/// A union that only servers receive: it has no `Unknown`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Choice {
    Text(String),
    Number(f64),
}

lockstep_core::union! {
    Choice {
        Text(value): member("text"),
        Number(value): member("number"),
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Timer {
    pub(crate) role: Role,
    pub(crate) value: TimerValue,
    pub(crate) name: Option<String>,
    pub(crate) count: i32,
}

static NAME: Constraints = Constraints::new().length(2, 4);

lockstep_core::structure! {
    Timer {
        role: required("Role"),
        value: required("Value"),
        name: optional("Name").checked(&NAME),
        count: defaulted("Count", || 1),
    }
}

/// One member of every kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct All {
    pub(crate) boolean: Option<bool>,
    pub(crate) byte: Option<i8>,
    pub(crate) short: Option<i16>,
    pub(crate) integer: Option<i32>,
    pub(crate) long: Option<i64>,
    pub(crate) float: Option<f32>,
    pub(crate) double: Option<f64>,
    pub(crate) big_integer: Option<BigInteger>,
    pub(crate) big_decimal: Option<BigDecimal>,
    pub(crate) blob: Option<Blob>,
    pub(crate) epoch_seconds: Option<Timestamp>,
    pub(crate) date_time: Option<Timestamp>,
    pub(crate) http_date: Option<Timestamp>,
    pub(crate) document: Option<Document>,
    pub(crate) level: Option<Level>,
    pub(crate) timers: Option<Vec<Timer>>,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) sparse_tags: Option<Vec<Option<String>>>,
    pub(crate) roles: Option<BTreeMap<Role, String>>,
    pub(crate) counts: Option<BTreeMap<String, i32>>,
    pub(crate) sparse_counts: Option<BTreeMap<String, Option<i32>>>,
    pub(crate) next: Option<Box<All>>,
    pub(crate) matrix: Option<Vec<Vec<i64>>>,
    pub(crate) choice: Option<Choice>,
}

static TIMERS: Constraints = Constraints::new().max_length(2);
static TAGS: Constraints = Constraints::new().min_length(1);
static TAG: Constraints = Constraints::new().length(1, 3);
static COUNTS: Constraints = Constraints::new().length(0, 2);

lockstep_core::structure! {
    All: Default {
        boolean: optional("boolean"),
        byte: optional("byte"),
        short: optional("short"),
        integer: optional("integer"),
        long: optional("long"),
        float: optional("float"),
        double: optional("double"),
        big_integer: optional("bigInteger"),
        big_decimal: optional("bigDecimal"),
        blob: optional("blob"),
        epoch_seconds: optional("epochSeconds"),
        date_time: optional("dateTime") by(|r| r.date_time(), json::Writer::date_time),
        http_date: optional("httpDate") by(|r| r.http_date(), json::Writer::http_date),
        document: optional("document"),
        level: optional("level"),
        timers: optional("timers").checked(&TIMERS),
        tags: optional("tags") by(|r| {
            r.checked(&TAGS, |r| {
                r.unique(json::Writer::string, |r| r.list(|r| r.checked_string(&TAG)))
            })
        }),
        sparse_tags: optional("sparseTags") by(
            |r| r.sparse_list(json::Reader::string),
            |w, v: &Vec<_>| w.sparse_list(v, json::Writer::string),
        ),
        roles: optional("roles"),
        counts: optional("counts") by(|r| {
            r.checked(&COUNTS, |r| r.map(|r| r.checked_string(&TAG), json::Reader::integer))
        }),
        sparse_counts: optional("sparseCounts") by(
            |r| r.sparse_map(json::Reader::string, json::Reader::integer),
            |w, v| w.sparse_map(v, json::Writer::integer),
        ),
        next: optional("next"),
        matrix: optional("matrix"),
        choice: optional("choice"),
    }
}

/// Everything required: what a client makes of nothing.
#[derive(Debug, PartialEq)]
pub(crate) struct Required {
    pub(crate) text: String,
    pub(crate) flag: bool,
    pub(crate) number: i64,
    pub(crate) float: f32,
    pub(crate) double: f64,
    pub(crate) big: BigInteger,
    pub(crate) decimal: BigDecimal,
    pub(crate) blob: Blob,
    pub(crate) seconds: Timestamp,
    pub(crate) date_time: Timestamp,
    pub(crate) http_date: Timestamp,
    pub(crate) document: Document,
    pub(crate) role: Role,
    pub(crate) level: Level,
    pub(crate) timer: Timer,
    pub(crate) tags: Vec<String>,
    pub(crate) counts: BTreeMap<String, i32>,
}

lockstep_core::structure! {
    Required {
        text: required("text"),
        flag: required("flag"),
        number: required("number"),
        float: required("float"),
        double: required("double"),
        big: required("big"),
        decimal: required("decimal"),
        blob: required("blob"),
        seconds: required("seconds"),
        date_time: required("dateTime") by(|r| r.date_time(), json::Writer::date_time),
        http_date: required("httpDate") by(|r| r.http_date(), json::Writer::http_date),
        document: required("document"),
        role: required("role"),
        level: required("level"),
        timer: required("timer"),
        tags: required("tags") by(|r| {
            r.checked(&TAGS, |r| r.unique(json::Writer::string, |r| r.list(json::Reader::string)))
        }),
        counts: required("counts"),
    }
}
