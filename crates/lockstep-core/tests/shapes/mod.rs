//! A model as its generated code looks, written by hand: it uses every method of the reader and the
//! writer in the way in which generated code does.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::BTreeMap;

use lockstep_core::constraint::Constraints;
use lockstep_core::{
    BigDecimal, BigInteger, Blob, Document, Enumeration, IntEnumeration, Timestamp, UnknownValue,
    UnknownVariant, json,
};

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Role {
    Customer,
    Agent,
    Unknown(UnknownValue),
}

impl From<&str> for Role {
    fn from(value: &str) -> Self {
        match value {
            "CUSTOMER" => Self::Customer,
            "AGENT" => Self::Agent,
            other => Self::Unknown(UnknownValue::new(other)),
        }
    }
}

impl Enumeration for Role {
    const VALUES: &'static [&'static str] = &["CUSTOMER", "AGENT"];

    fn as_str(&self) -> &str {
        match self {
            Self::Customer => "CUSTOMER",
            Self::Agent => "AGENT",
            Self::Unknown(value) => value.as_str(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Level {
    Low,
    High,
    Unknown(UnknownValue<i32>),
}

impl From<i32> for Level {
    fn from(value: i32) -> Self {
        match value {
            1 => Self::Low,
            3 => Self::High,
            other => Self::Unknown(UnknownValue::new(other)),
        }
    }
}

impl IntEnumeration for Level {
    const VALUES: &'static [i32] = &[1, 3];

    fn as_i32(&self) -> i32 {
        match self {
            Self::Low => 1,
            Self::High => 3,
            Self::Unknown(value) => value.get(),
        }
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

impl json::Shape for TimerValue {
    fn read(r: &mut json::Reader<'_>) -> Option<Self> {
        static MEMBERS: json::Members = json::Members::union(&["Action", "Minutes", "Nested"]);
        let mut value = None;
        let mut union = r.union(&MEMBERS);
        while let Some(member) = r.variant(&mut union) {
            value = match member {
                0 => r.enumeration().map(Self::Action),
                1 => r
                    .checked(&MINUTES, json::Reader::integer)
                    .map(Self::Minutes),
                2 => r.shape().map(Self::Nested),
                _ => Some(Self::Unknown(UnknownVariant::new())),
            };
        }
        value
    }

    fn write(&self, w: &mut json::Writer) {
        w.open();
        match self {
            Self::Action(value) => w.member("Action", value, json::Writer::enumeration),
            Self::Minutes(value) => w.member("Minutes", value, json::Writer::integer),
            Self::Nested(value) => w.member("Nested", value, json::Writer::shape),
            Self::Unknown(_) => w.unknown_variant("TimerValue"),
        }
        w.close();
    }
}

/// A union that only servers receive: it has no `Unknown`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Choice {
    Text(String),
    Number(f64),
}

impl json::Shape for Choice {
    fn read(r: &mut json::Reader<'_>) -> Option<Self> {
        static MEMBERS: json::Members = json::Members::union(&["text", "number"]);
        let mut value = None;
        let mut union = r.union(&MEMBERS);
        while let Some(member) = r.variant(&mut union) {
            value = match member {
                0 => r.string().map(Self::Text),
                1 => r.double().map(Self::Number),
                _ => None,
            };
        }
        value
    }

    fn write(&self, w: &mut json::Writer) {
        w.open();
        match self {
            Self::Text(value) => w.member("text", value, json::Writer::string),
            Self::Number(value) => w.member("number", value, json::Writer::double),
        }
        w.close();
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

impl json::Shape for Timer {
    fn read(r: &mut json::Reader<'_>) -> Option<Self> {
        static MEMBERS: json::Members =
            json::Members::structure(&["Role", "Value", "Name", "Count"], &[0, 1]);
        let (mut role, mut value, mut name, mut count) = (None, None, None, None);
        let mut object = r.object(&MEMBERS);
        while let Some(member) = r.member(&mut object) {
            match member {
                0 => role = r.enumeration(),
                1 => value = r.shape(),
                2 => name = r.checked(&NAME, json::Reader::string),
                _ => count = r.integer(),
            }
        }
        Some(Self {
            role: role?,
            value: value?,
            name,
            count: count.unwrap_or(1),
        })
    }

    fn write(&self, w: &mut json::Writer) {
        w.open();
        w.member("Role", &self.role, json::Writer::enumeration);
        w.member("Value", &self.value, json::Writer::shape);
        w.optional("Name", &self.name, json::Writer::string);
        w.member("Count", &self.count, json::Writer::integer);
        w.close();
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

const NAMES: &[&str] = &[
    "boolean",
    "byte",
    "short",
    "integer",
    "long",
    "float",
    "double",
    "bigInteger",
    "bigDecimal",
    "blob",
    "epochSeconds",
    "dateTime",
    "httpDate",
    "document",
    "level",
    "timers",
    "tags",
    "sparseTags",
    "roles",
    "counts",
    "sparseCounts",
    "next",
    "matrix",
    "choice",
];

impl json::Shape for All {
    fn read(r: &mut json::Reader<'_>) -> Option<Self> {
        static MEMBERS: json::Members = json::Members::structure(NAMES, &[]);
        let mut all = Self::default();
        let mut object = r.object(&MEMBERS);
        while let Some(member) = r.member(&mut object) {
            match member {
                0 => all.boolean = r.boolean(),
                1 => all.byte = r.byte(),
                2 => all.short = r.short(),
                3 => all.integer = r.integer(),
                4 => all.long = r.long(),
                5 => all.float = r.float(),
                6 => all.double = r.double(),
                7 => all.big_integer = r.big_integer(),
                8 => all.big_decimal = r.big_decimal(),
                9 => all.blob = r.blob(),
                10 => all.epoch_seconds = r.epoch_seconds(),
                11 => all.date_time = r.date_time(),
                12 => all.http_date = r.http_date(),
                13 => all.document = r.document(),
                14 => all.level = r.int_enumeration(),
                15 => all.timers = r.checked(&TIMERS, |r| r.list(json::Reader::shape)),
                16 => {
                    all.tags = r.checked(&TAGS, |r| {
                        r.unique(json::Writer::string, |r| {
                            r.list(|r| r.checked(&TAG, json::Reader::string))
                        })
                    })
                }
                17 => all.sparse_tags = r.sparse_list(json::Reader::string),
                18 => all.roles = r.map(json::Reader::enumeration, json::Reader::string),
                19 => {
                    all.counts = r.checked(&COUNTS, |r| {
                        r.map(
                            |r| r.checked(&TAG, json::Reader::string),
                            json::Reader::integer,
                        )
                    })
                }
                20 => all.sparse_counts = r.sparse_map(json::Reader::string, json::Reader::integer),
                21 => all.next = r.shape(),
                22 => all.matrix = r.list(|r| r.list(json::Reader::long)),
                _ => all.choice = r.shape(),
            }
        }
        Some(all)
    }

    fn write(&self, w: &mut json::Writer) {
        w.open();
        w.optional("boolean", &self.boolean, json::Writer::boolean);
        w.optional("byte", &self.byte, json::Writer::byte);
        w.optional("short", &self.short, json::Writer::short);
        w.optional("integer", &self.integer, json::Writer::integer);
        w.optional("long", &self.long, json::Writer::long);
        w.optional("float", &self.float, json::Writer::float);
        w.optional("double", &self.double, json::Writer::double);
        w.optional("bigInteger", &self.big_integer, json::Writer::big_integer);
        w.optional("bigDecimal", &self.big_decimal, json::Writer::big_decimal);
        w.optional("blob", &self.blob, json::Writer::blob);
        w.optional(
            "epochSeconds",
            &self.epoch_seconds,
            json::Writer::epoch_seconds,
        );
        w.optional("dateTime", &self.date_time, json::Writer::date_time);
        w.optional("httpDate", &self.http_date, json::Writer::http_date);
        w.optional("document", &self.document, json::Writer::document);
        w.optional("level", &self.level, json::Writer::int_enumeration);
        w.optional("timers", &self.timers, |w, v| {
            w.list(v, json::Writer::shape)
        });
        w.optional("tags", &self.tags, |w, v| w.list(v, json::Writer::string));
        w.optional("sparseTags", &self.sparse_tags, |w, v| {
            w.sparse_list(v, json::Writer::string)
        });
        w.optional("roles", &self.roles, |w, v| w.map(v, json::Writer::string));
        w.optional("counts", &self.counts, |w, v| {
            w.map(v, json::Writer::integer)
        });
        w.optional("sparseCounts", &self.sparse_counts, |w, v| {
            w.sparse_map(v, json::Writer::integer);
        });
        w.optional("next", &self.next, json::Writer::shape);
        w.optional("matrix", &self.matrix, |w, v| {
            w.list(v, |w, v| w.list(v, json::Writer::long))
        });
        w.optional("choice", &self.choice, json::Writer::shape);
        w.close();
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

impl json::Shape for Required {
    fn read(r: &mut json::Reader<'_>) -> Option<Self> {
        static MEMBERS: json::Members = json::Members::structure(
            &[
                "text", "flag", "number", "float", "double", "big", "decimal", "blob", "seconds",
                "dateTime", "httpDate", "document", "role", "level", "timer", "tags", "counts",
            ],
            &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
        );
        let (mut text, mut flag, mut number, mut float) = (None, None, None, None);
        let (mut double, mut big, mut decimal, mut blob) = (None, None, None, None);
        let (mut seconds, mut date_time, mut http_date) = (None, None, None);
        let (mut document, mut role, mut level, mut timer) = (None, None, None, None);
        let (mut tags, mut counts) = (None, None);
        let mut object = r.object(&MEMBERS);
        while let Some(member) = r.member(&mut object) {
            match member {
                0 => text = r.string(),
                1 => flag = r.boolean(),
                2 => number = r.long(),
                3 => float = r.float(),
                4 => double = r.double(),
                5 => big = r.big_integer(),
                6 => decimal = r.big_decimal(),
                7 => blob = r.blob(),
                8 => seconds = r.epoch_seconds(),
                9 => date_time = r.date_time(),
                10 => http_date = r.http_date(),
                11 => document = r.document(),
                12 => role = r.enumeration(),
                13 => level = r.int_enumeration(),
                14 => timer = r.shape(),
                15 => {
                    tags = r.checked(&TAGS, |r| {
                        r.unique(json::Writer::string, |r| r.list(json::Reader::string))
                    })
                }
                _ => counts = r.map(json::Reader::string, json::Reader::integer),
            }
        }
        Some(Self {
            text: text?,
            flag: flag?,
            number: number?,
            float: float?,
            double: double?,
            big: big?,
            decimal: decimal?,
            blob: blob?,
            seconds: seconds?,
            date_time: date_time?,
            http_date: http_date?,
            document: document?,
            role: role?,
            level: level?,
            timer: timer?,
            tags: tags?,
            counts: counts?,
        })
    }

    fn write(&self, w: &mut json::Writer) {
        w.open();
        w.member("text", &self.text, json::Writer::string);
        w.close();
    }
}
