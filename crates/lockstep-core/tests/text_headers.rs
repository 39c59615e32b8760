//! Whatever strings a list holds, its header is read back as the same list.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use http::HeaderMap;
use lockstep_core::{
    http::{RequestParts, RequestReader, RequestWriter, uri},
    operation::OperationSpec,
    text,
};
use proptest::prelude::*;

static LISTS: OperationSpec = OperationSpec {
    name: "Lists",
    method: "GET",
    uri: "/{label}",
    ..OperationSpec::PLAIN
};

proptest! {
    #[test]
    fn lists_of_strings_survive_a_header(list in prop::collection::vec("[ -~]{0,8}", 0..5)) {
        let mut token = String::new;
        let mut writer = RequestWriter::new(&LISTS, &mut token);
        writer.label("label", "x", text::Writer::string);
        writer.header("X-List", &list, |w, v| w.list(v, text::Writer::string));
        let request = writer.finish().unwrap();
        let parts = RequestParts { labels: &[], query: "", headers: request.headers(), body: b"" };
        let mut reader = RequestReader::new(&LISTS, parts);
        let value = reader.header("list", "X-List", |t| t.list(text::Reader::string));
        prop_assert_eq!(reader.finish(value).unwrap(), list);
    }

    #[test]
    fn any_header_is_read_without_a_panic(text in "[ -~\t]{0,24}") {
        let headers = HeaderMap::from_iter([("x-list".parse().unwrap(), text.parse().unwrap())]);
        let parts = RequestParts { labels: &[], query: "", headers: &headers, body: b"" };
        for dates in [false, true] {
            let mut reader = RequestReader::new(&LISTS, parts);
            let value = if dates {
                reader.header("list", "X-List", |t| t.list(text::Reader::http_date)).map(|list| list.len())
            } else {
                reader.header("list", "X-List", |t| t.list(text::Reader::string)).map(|list| list.len())
            };
            if let Ok(length) = reader.finish(value) {
                prop_assert!(length <= text.len());
            }
        }
    }

    #[test]
    fn labels_and_parameters_survive_the_uri(label in ".{1,8}", name in ".{1,4}", values in prop::collection::vec(".{0,8}", 1..4)) {
        prop_assume!(label != "." && label != "..");
        let mut token = String::new;
        let mut writer = RequestWriter::new(&LISTS, &mut token);
        writer.label("label", &label, text::Writer::string);
        writer.query(&name, &values, |w, v| w.list(v, text::Writer::string));
        let request = writer.finish().unwrap();
        let headers = HeaderMap::new();
        let labels = [("label", &request.uri().path()[1..])];
        let query = request.uri().query().unwrap();
        let mut reader =
            RequestReader::new(&LISTS, RequestParts { labels: &labels, query, headers: &headers, body: b"" });
        let found = (
            reader.label("label", text::Reader::string),
            reader.query("values", &name, |t| t.list(text::Reader::string)),
        );
        prop_assert_eq!(reader.finish(Some(found)).unwrap(), (Some(label), Some(values)));
    }

    #[test]
    fn any_text_is_decoded_without_a_panic(text in "[%a-f0-9=&+\u{e9}]{0,16}") {
        if let Ok(decoded) = uri::decode(&text) {
            prop_assert!(decoded.len() <= text.len());
        }
        let _ = uri::parameters(&text);
    }
}
