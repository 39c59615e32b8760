//! An operation with every binding, in the form that the generator gives to one.

#![allow(unreachable_pub, reason = "what the macros declare is public")]

use std::collections::BTreeMap;

use lockstep_core::{
    BigDecimal, Blob, Timestamp,
    constraint::Constraints,
    http, json,
    operation::{
        BodyKind, ClientOperation, ErrorSpec, FieldList, ModeledError, Operation, OperationSpec,
        ServerOperation, ServiceSpec,
    },
    text,
};

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EverythingInput {
    pub(crate) instance: String,
    pub(crate) count: i32,
    pub(crate) day: Timestamp,
    pub(crate) key: String,
    pub(crate) page: Option<i32>,
    pub(crate) names: Option<Vec<String>>,
    pub(crate) since: Option<Timestamp>,
    pub(crate) colors: Option<Vec<Color>>,
    pub(crate) token: Option<String>,
    pub(crate) rest: Option<BTreeMap<String, Vec<String>>>,
    pub(crate) text: Option<String>,
    pub(crate) flag: Option<bool>,
    pub(crate) byte: Option<i8>,
    pub(crate) short: Option<i16>,
    pub(crate) long: Option<i64>,
    pub(crate) float: Option<f32>,
    pub(crate) double: Option<f64>,
    pub(crate) decimal: Option<BigDecimal>,
    pub(crate) blob: Option<Blob>,
    pub(crate) media: Option<String>,
    pub(crate) level: Option<Level>,
    pub(crate) words: Option<Vec<String>>,
    pub(crate) dates: Option<Vec<Timestamp>>,
    pub(crate) moments: Option<Vec<Timestamp>>,
    pub(crate) none: Option<Vec<i32>>,
    pub(crate) metadata: Option<BTreeMap<String, String>>,
    pub(crate) title: String,
    pub(crate) part: Option<Part>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EverythingOutput {
    pub(crate) status: Option<i32>,
    pub(crate) etag: String,
    pub(crate) all: Option<BTreeMap<String, String>>,
    pub(crate) colors: Option<Vec<Color>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) size: i32,
}

lockstep_core::structure! {
    Part { size: required("size") }
}

lockstep_core::string_enum! {
    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Color {
        Red = "RED",
        Green = "GREEN",
    }
}

lockstep_core::int_enum! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Level {
        Low = 1,
        High = 2,
    }
}

pub(crate) static SERVICE: ServiceSpec = ServiceSpec {
    id: "example#Things",
    name: "Things",
    version: "2020-01-01",
    auth: &[],
    malformed: ErrorSpec::new("SerializationException", 400, "message"),
    invalid: ErrorSpec::new("ValidationException", 400, "message").listing(FieldList::FRAMEWORK),
    internal: ErrorSpec::new("InternalServiceException", 500, "Message"),
};

static EVERYTHING: OperationSpec = OperationSpec {
    name: "Everything",
    method: "PUT",
    uri: "/things/{instance}/{count}/{day}/of/{key+}",
    query: &[("list-type", Some("2")), ("acl", None)],
    request_body: BodyKind::Json,
    response_body: BodyKind::Json,
    ..OperationSpec::PLAIN
};

static INSTANCE: Constraints = Constraints::new().length(1, 100);

pub(crate) struct Everything;

impl Operation for Everything {
    type Input = EverythingInput;
    type Output = EverythingOutput;
    type Error = EverythingError;
    const SPEC: &'static OperationSpec = &EVERYTHING;
    const SERVICE: &'static ServiceSpec = &SERVICE;
}

impl ClientOperation for Everything {
    fn write_request(input: &EverythingInput, to: &mut http::RequestWriter<'_>) {
        to.label("instance", &input.instance, text::Writer::string);
        to.label("count", &input.count, text::Writer::integer);
        to.label("day", &input.day, text::Writer::date_time);
        to.label("key", &input.key, text::Writer::string);
        to.optional_query("page", &input.page, text::Writer::integer);
        to.optional_query("names", &input.names, |w, v| {
            w.list(v, text::Writer::string)
        });
        to.optional_query("since", &input.since, text::Writer::date_time);
        to.optional_query("colors", &input.colors, |w, v| {
            w.list(v, text::Writer::enumeration)
        });
        let token = to.token(&input.token);
        to.query("token", &token, text::Writer::string);
        to.optional_query_params(&input.rest, |w, v| {
            w.map(v, |w, v| w.list(v, text::Writer::string))
        });
        to.optional_header("X-Text", &input.text, text::Writer::string);
        to.optional_header("X-Flag", &input.flag, text::Writer::boolean);
        to.optional_header("X-Byte", &input.byte, text::Writer::byte);
        to.optional_header("X-Short", &input.short, text::Writer::short);
        to.optional_header("X-Long", &input.long, text::Writer::long);
        to.optional_header("X-Float", &input.float, text::Writer::float);
        to.optional_header("X-Double", &input.double, text::Writer::double);
        to.optional_header("X-Decimal", &input.decimal, text::Writer::big_decimal);
        to.optional_header("X-Blob", &input.blob, text::Writer::blob);
        to.optional_header("X-Media", &input.media, text::Writer::media_type_string);
        to.optional_header("X-Level", &input.level, text::Writer::int_enumeration);
        to.optional_header("X-Words", &input.words, |w, v| {
            w.list(v, text::Writer::string)
        });
        to.optional_header("X-Dates", &input.dates, |w, v| {
            w.list(v, text::Writer::http_date)
        });
        to.optional_header("X-Moments", &input.moments, |w, v| {
            w.list(v, text::Writer::epoch_seconds)
        });
        to.optional_header("X-None", &input.none, |w, v| {
            w.list(v, text::Writer::integer)
        });
        to.optional_prefix_headers("X-Meta-", &input.metadata, |w, v| {
            w.map(v, text::Writer::string)
        });
        to.members(&[("title", &input.title), ("part", &input.part)]);
    }

    fn read_output(from: &mut http::ResponseReader<'_>) -> Option<EverythingOutput> {
        let status = Some(i32::from(from.status()));
        let etag = from.required_header("etag", "ETag", text::Reader::string);
        let all = from.prefix_headers("all", "", |t| {
            t.map(text::Reader::string, text::Reader::string)
        });
        let mut colors = None;
        from.members(&[json::Member::optional("colors")], &mut [&mut colors]);
        Some(EverythingOutput {
            status,
            etag: etag?,
            all,
            colors,
        })
    }
}

impl ServerOperation for Everything {
    fn read_input(from: &mut http::RequestReader<'_>) -> Option<EverythingInput> {
        let instance = from.label("instance", |t| t.checked(&INSTANCE, text::Reader::string));
        let count = from.label("count", text::Reader::integer);
        let day = from.label("day", text::Reader::date_time);
        let key = from.label("key", text::Reader::string);
        let page = from.query("page", "page", text::Reader::integer);
        let names = from.query("names", "names", |t| {
            t.unique(text::Writer::string, |t| t.list(text::Reader::string))
        });
        let since = from.query("since", "since", text::Reader::date_time);
        let colors = from.query("colors", "colors", |t| t.list(text::Reader::enumeration));
        let token = from.query("token", "token", text::Reader::string);
        let excluded = [
            "list-type",
            "acl",
            "page",
            "names",
            "since",
            "colors",
            "token",
        ];
        let rest = from.query_params("rest", &excluded, |t| {
            t.map(text::Reader::string, |t| t.list(text::Reader::string))
        });
        let text = from.header("text", "X-Text", text::Reader::string);
        let flag = from.header("flag", "X-Flag", text::Reader::boolean);
        let byte = from.header("byte", "X-Byte", text::Reader::byte);
        let short = from.header("short", "X-Short", text::Reader::short);
        let long = from.header("long", "X-Long", text::Reader::long);
        let float = from.header("float", "X-Float", text::Reader::float);
        let double = from.header("double", "X-Double", text::Reader::double);
        let decimal = from.header("decimal", "X-Decimal", text::Reader::big_decimal);
        let blob = from.header("blob", "X-Blob", text::Reader::blob);
        let media = from.header("media", "X-Media", text::Reader::media_type_string);
        let level = from.header("level", "X-Level", text::Reader::int_enumeration);
        let words = from.header("words", "X-Words", |t| t.list(text::Reader::string));
        let dates = from.header("dates", "X-Dates", |t| t.list(text::Reader::http_date));
        let moments = from.header("moments", "X-Moments", |t| {
            t.list(text::Reader::epoch_seconds)
        });
        let none = from.header("none", "X-None", |t| t.list(text::Reader::integer));
        let metadata = from.prefix_headers("metadata", "X-Meta-", |t| {
            t.map(text::Reader::string, text::Reader::string)
        });
        let (mut title, mut part) = (None, None);
        from.members(
            &[
                json::Member::required("title"),
                json::Member::optional("part"),
            ],
            &mut [&mut title, &mut part],
        );
        Some(EverythingInput {
            instance: instance?,
            count: count?,
            day: day?,
            key: key?,
            page,
            names,
            since,
            colors,
            token,
            rest,
            text,
            flag,
            byte,
            short,
            long,
            float,
            double,
            decimal,
            blob,
            media,
            level,
            words,
            dates,
            moments,
            none,
            metadata,
            title: title?,
            part,
        })
    }

    fn write_output(output: &EverythingOutput, to: &mut http::ResponseWriter) {
        to.optional_status(&output.status);
        to.header("ETag", &output.etag, text::Writer::string);
        to.optional_prefix_headers("", &output.all, |w, v| w.map(v, text::Writer::string));
        to.members(&[("colors", &output.colors)]);
    }
}

lockstep_core::operation_errors! {
    pub enum EverythingError {
        Gone(Gone),
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Gone {
    pub message: Option<String>,
    pub since: Option<Timestamp>,
}

lockstep_core::modeled_error!(Gone);

impl ModeledError for Gone {
    const NAME: &'static str = "Gone";
    const STATUS: u16 = 410;

    fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    fn write_error(&self, to: &mut http::ResponseWriter) {
        to.error(Self::NAME, Self::STATUS, |to| {
            to.optional_header("X-Since", &self.since, text::Writer::http_date);
            to.members(&[("Message", &self.message)]);
        });
    }

    fn read_error(from: &mut http::ResponseReader<'_>) -> Option<Self> {
        let since = from.header("since", "X-Since", text::Reader::http_date);
        let mut message = None;
        from.members(&[json::Member::optional("Message")], &mut [&mut message]);
        Some(Self { message, since })
    }
}
