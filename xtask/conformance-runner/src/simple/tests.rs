//! Every type is made of params and shown as them, and refuses what it is not.

use std::collections::BTreeMap;
use std::fmt::Debug;

use lockstep_core::{BigDecimal, BigInteger, Blob, Document, Timestamp};

use crate::{Given, Params, Side, Value};

struct Suite;

fn build<T: Value<Suite>>(text: &str) -> Result<T, String> {
    let params = Params::parse(text).unwrap();
    Given::new(&params, Side::Client)
        .value()
        .map_err(|misfit| misfit.to_string())
}

/// Makes the value and shows it again.
fn round<T: Value<Suite>>(text: &str, shown: &str) {
    let value: T = build(text).unwrap();
    assert_eq!(value.show().to_string(), shown, "{text}");
}

fn refuses<T: Value<Suite> + Debug>(text: &str, message: &str) {
    assert_eq!(build::<T>(text).unwrap_err(), message, "{text}");
}

#[test]
fn values_are_shown_as_they_are_given() {
    round::<i8>("-128", "-128");
    round::<i64>("9223372036854775807", "9223372036854775807");
    round::<f32>("1.1", "1.1");
    round::<f64>("1e3", "1000.0");
    round::<f64>("\"NaN\"", "\"NaN\"");
    round::<f32>("\"-Infinity\"", "\"-Infinity\"");
    round::<bool>("true", "true");
    round::<String>("\"ä\"", "\"ä\"");
    round::<Blob>("\"a\\u0000ä\"", r#""a\\x00\\xc3\\xa4""#);
    round::<Timestamp>("1398796238.5", "\"2014-04-29T18:30:38.5Z\"");
    round::<BigInteger>(
        "123456789012345678901234567890",
        "123456789012345678901234567890",
    );
    round::<BigDecimal>("0.12345678901234567890123", "0.12345678901234567890123");
    round::<Document>("{\"a\": [1.0, null, \"b\"]}", "{\"a\": [1.0, null, \"b\"]}");
    round::<Vec<i32>>("[1, 2]", "[1, 2]");
    round::<Vec<Option<i32>>>("[1, null]", "[1, null]");
    round::<BTreeMap<String, Vec<bool>>>("{\"a\": [true]}", "{\"a\": [true]}");
}

#[test]
fn what_is_of_another_type_is_refused_with_its_place() {
    refuses::<i8>("128", "params at ``: a number is not of type i8");
    refuses::<i32>("1.5", "params at ``: a number is not of type i32");
    refuses::<f64>("\"nan\"", "params at ``: a string is not a number");
    refuses::<String>("1", "params at ``: a number is not a string");
    refuses::<Vec<i32>>("[1, null]", "params at `/1`: null is not a number");
    refuses::<BTreeMap<String, i32>>("{\"a\": \"b\"}", "params at `/a`: a string is not a number");
}
