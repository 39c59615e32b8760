//! Cases of requests that a server must refuse, without any call of the operation's handler.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::Case;
use super::template::{self, Values};

/// A request and the answer that a server must give.
///
/// Both are in the form of the other cases, so that they are sent and compared as those are.
#[derive(Debug)]
pub struct Malformed {
    /// The name; with a number, if the case has parameters.
    pub id: String,
    /// What it shows.
    pub documentation: String,
    /// The absolute id of the protocol's trait.
    pub protocol: String,
    /// What is sent: all that a request has.
    pub request: Case,
    /// What must come: the status, the headers, and the body, if the case gives all of it.
    pub response: Case,
    /// A pattern that must match somewhere in the answer's message, if the case gives it in place of the body.
    pub message_regex: Option<String>,
}

impl Malformed {
    /// Reads a case: one, or as many as its parameters have values.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn read(raw: &RawValue) -> Result<Vec<Self>, String> {
        let written: Written =
            serde_json::from_str(raw.get()).map_err(|error| error.to_string())?;
        let mut lengths = written.test_parameters.values().map(Vec::len);
        let Some(length) = lengths.next() else {
            return Ok(vec![written.without_parameters()]);
        };
        if lengths.any(|other| other != length) {
            return Err("the parameters have different numbers of values".to_owned());
        }
        (0..length).map(|index| written.with(index)).collect()
    }
}

/// A case as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written {
    id: String,
    #[serde(default)]
    documentation: String,
    protocol: String,
    request: Request,
    response: Response,
    #[serde(default)]
    test_parameters: BTreeMap<String, Vec<String>>,
    #[serde(default, rename = "tags")]
    _tags: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request {
    method: String,
    uri: String,
    host: Option<String>,
    #[serde(default)]
    query_params: Vec<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Response {
    code: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<Body>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Body {
    media_type: String,
    assertion: Assertion,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Assertion {
    Contents(String),
    MessageRegex(String),
}

impl Written {
    fn without_parameters(&self) -> Malformed {
        let no_problem = |made: Result<Case, std::convert::Infallible>| match made {
            Ok(case) => case,
            Err(never) => match never {},
        };
        Malformed {
            id: self.id.clone(),
            documentation: self.documentation.clone(),
            protocol: self.protocol.clone(),
            request: no_problem(self.request.made(|text| Ok(text.to_owned()))),
            response: no_problem(self.response.made(|text| Ok(template::unescape(text)))),
            message_regex: self.response.message_regex().map(template::unescape),
        }
    }

    /// The case of one value of each parameter.
    fn with(&self, index: usize) -> Result<Malformed, String> {
        let values: Values<'_> = self
            .test_parameters
            .iter()
            .filter_map(|(name, values)| Some((name.as_str(), values.get(index)?.as_str())))
            .collect();
        let fill = |text: &str| template::fill(text, &values);
        let message_regex = self.response.message_regex().map(fill);
        Ok(Malformed {
            id: format!("{}_case{index}", self.id),
            documentation: self.documentation.clone(),
            protocol: self.protocol.clone(),
            request: self.request.made(fill)?,
            response: self.response.made(fill)?,
            message_regex: message_regex.transpose()?,
        })
    }
}

impl Request {
    /// The request with each text made of the one that is written.
    fn made<E>(&self, text: impl Fn(&str) -> Result<String, E>) -> Result<Case, E> {
        Ok(Case {
            method: text(&self.method)?,
            uri: text(&self.uri)?,
            host: self.host.as_deref().map(&text).transpose()?,
            query_params: self
                .query_params
                .iter()
                .map(|parameter| text(parameter))
                .collect::<Result<_, E>>()?,
            headers: headers(&self.headers, &text)?,
            body: self.body.as_deref().map(text).transpose()?,
            ..Case::default()
        })
    }
}

impl Response {
    fn made<E>(&self, text: impl Fn(&str) -> Result<String, E>) -> Result<Case, E> {
        let contents = self.body.as_ref().and_then(|body| match &body.assertion {
            Assertion::Contents(contents) => Some(contents.as_str()),
            Assertion::MessageRegex(_) => None,
        });
        Ok(Case {
            code: self.code,
            headers: headers(&self.headers, &text)?,
            body: contents.map(&text).transpose()?,
            body_media_type: self
                .body
                .as_ref()
                .map(|body| text(&body.media_type))
                .transpose()?,
            ..Case::default()
        })
    }

    fn message_regex(&self) -> Option<&str> {
        match &self.body.as_ref()?.assertion {
            Assertion::MessageRegex(regex) => Some(regex),
            Assertion::Contents(_) => None,
        }
    }
}

fn headers<E>(
    headers: &BTreeMap<String, String>,
    text: impl Fn(&str) -> Result<String, E>,
) -> Result<BTreeMap<String, String>, E> {
    headers
        .iter()
        .map(|(name, value)| Ok((text(name)?, text(value)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::Malformed;

    fn read(request: &str, response: &str, more: &str) -> Result<Vec<Malformed>, String> {
        let text = format!(
            r#"{{"id": "A", "protocol": "a#b", "request": {{"method": "POST", "uri": "/a", {request}}},
                "response": {{"code": 400, {response}}} {more}}}"#
        );
        Malformed::read(&RawValue::from_string(text).unwrap())
    }

    #[test]
    fn each_value_of_the_parameters_makes_a_case() {
        let cases = read(
            r#""queryParams": ["q=$value:L"], "headers": {"X-A": "$value:L"}, "body": "{$value:S}""#,
            r#""headers": {"X-B": "$other:L"}, "body": {"mediaType": "application/json", "assertion": {"contents": "$value:L$$"}}"#,
            r#", "testParameters": {"value": ["1", "\"2"], "other": ["x", "y"]}, "tags": ["t"]"#,
        )
        .unwrap();
        let shown: Vec<_> = cases
            .iter()
            .map(|case| {
                let (sent, wanted) = (&case.request, &case.response);
                format!(
                    "{} {} {} {:?} {} {:?}",
                    case.id,
                    sent.query_params.join("&"),
                    sent.headers["X-A"],
                    sent.body,
                    wanted.headers["X-B"],
                    wanted.body,
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                r#"A_case0 q=1 1 Some("{\"1\"}") x Some("1$")"#,
                r#"A_case1 q="2 "2 Some("{\"\\\"2\"}") y Some("\"2$")"#,
            ]
        );
    }

    #[test]
    fn a_case_without_parameters_is_sent_as_it_is() {
        let body =
            r#""body": {"mediaType": "application/json", "assertion": {"messageRegex": "a$$"}}"#;
        let cases = read(r#""body": "$value:L$$""#, body, "").unwrap();
        let [case] = cases.as_slice() else {
            panic!("{cases:?}")
        };
        assert_eq!(case.id, "A");
        assert_eq!(case.request.body.as_deref(), Some("$value:L$$"));
        assert_eq!(case.response.body, None);
        assert_eq!(case.message_regex.as_deref(), Some("a$"));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let body = r#""headers": {}"#;
        for (request, response, more, problem) in [
            (r#""trailers": {}"#, body, "", "unknown field `trailers`"),
            (
                r#""body": """#,
                r#""trailers": {}"#,
                "",
                "unknown field `trailers`",
            ),
            (
                r#""body": """#,
                body,
                r#", "appliesTo": "client""#,
                "unknown field `appliesTo`",
            ),
            (
                r#""body": """#,
                r#""body": {"mediaType": "a/b", "assertion": {"length": "1"}}"#,
                "",
                "unknown variant `length`",
            ),
            (
                r#""body": """#,
                body,
                r#", "testParameters": {"a": ["1"], "b": []}"#,
                "different numbers of values",
            ),
            (
                r#""body": "$b:L""#,
                body,
                r#", "testParameters": {"a": ["1"]}"#,
                "no such parameter",
            ),
        ] {
            let error = read(request, response, more).unwrap_err();
            assert!(error.contains(problem), "{error}");
        }
    }
}
