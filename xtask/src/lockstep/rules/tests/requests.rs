//! Streams, and what the head of a request must say.

use super::*;

/// The same model with one more member of the input, which is the output too.
fn with(
    (model, operation): (Model, Operation),
    shape: Shape,
    member: impl FnOnce(Id) -> Member,
) -> (Model, Operation) {
    let mut model = model;
    let target = model.add(shape);
    model.shapes[operation.input].members.push(member(target));
    (model, operation)
}

fn stream(requires_length: bool) -> Shape {
    let mut shape = Shape::new("Stream", Kind::Simple(Simple::Blob));
    (shape.traits.streaming, shape.traits.requires_length) = (true, requires_length);
    shape
}

fn header(name: &str, bound: &str, traits: Traits) -> Member {
    let binding = Binding::Header(bound.to_owned());
    member(name, prelude(STRING), binding, traits)
}

fn head((model, operation): &(Model, Operation), input: &[(&str, Value)]) -> Head {
    let sent = Rules::input(model, operation).sent(&members(input));
    Head::of(model, operation, &sent)
}

#[test]
fn a_stream_is_always_there() {
    let empty = members(&[("b", Value::Blob(String::new()))]);
    let given = [("b", Value::Blob("x".to_owned()))];
    for traits in [required(), default(Value::Blob(String::new()))] {
        let model = with(model(|_, _| Vec::new()), stream(true), |target| {
            member("b", target, Binding::Payload, traits)
        });
        assert_eq!(heard(&model, &[]).unwrap(), empty);
        assert_eq!(answered(&model, &[]), empty);
        assert_eq!(heard(&model, &given).unwrap(), members(&given));
        assert!(head(&model, &[]).needs_length);
    }
}

#[test]
fn what_is_put_before_the_host_has_its_labels_filled_in() {
    let label = Traits {
        host_label: true,
        ..required()
    };
    let (model, mut operation) = model(|_, _| vec![header("a", "X-A", label)]);
    operation.host_prefix = Some("data.{a}-x.".to_owned());
    let head = head(&(model, operation), &[("a", text("s9"))]);
    assert_eq!(head.host, "data.s9-x.localhost");
    assert!(!head.needs_length);
}

#[test]
fn a_body_is_compressed_from_its_size_on() {
    let payload = member("p", prelude(STRING), Binding::Payload, Traits::default());
    let (model, mut operation) = model(|_, _| vec![payload]);
    operation.is_compressed = true;
    let model = (model, operation);
    for (length, is_compressed) in [(0, false), (10_239, false), (10_240, true)] {
        let input = [("p", text(&"a".repeat(length)))];
        assert_eq!(head(&model, &input).is_compressed, Some(is_compressed));
    }
    let json = |length: usize| [("l", Value::List(vec![text(&"a".repeat(length))]))];
    let (model, mut operation) =
        super::model(|list, _| vec![member("l", list, Binding::Body, Traits::default())]);
    operation.is_compressed = true;
    let model = (model, operation);
    assert_eq!(head(&model, &json(9)).is_compressed, Some(false));
    // How long the JSON around it is, is not asked.
    assert_eq!(head(&model, &json(10_000)).is_compressed, None);
}

#[test]
fn a_digest_that_is_not_given_is_made_up_and_told() {
    let bound = header("d", "Content-MD5", default(text("a default")));
    let (model, mut operation) = model(|_, _| vec![bound]);
    operation.has_digest = true;
    let model = (model, operation);
    let made = members(&[("d", text(MADE_DIGEST))]);
    assert_eq!(heard(&model, &[]).unwrap(), made);
    assert_eq!(head(&model, &[]).digest, Digest::Made);
    let given = [("d", text("mine"))];
    assert_eq!(heard(&model, &given).unwrap(), members(&given));
    assert_eq!(head(&model, &given).digest, Digest::Given);
    // Nobody makes one up for an answer.
    assert_eq!(answered(&model, &[]), members(&[("d", text("a default"))]));
}
