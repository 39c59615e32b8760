//! The faults: what can be wrong with a member, and where.

/// A fault of a member of `Faults`, at any depth.
pub(crate) struct Kind {
    /// The member that is wrong.
    pub(crate) member: &'static str,
    /// Its JSON; `None` if it is missing.
    pub(crate) json: Option<&'static str>,
    /// The place of what is told, from the member on.
    pub(crate) below: &'static str,
    /// What stands in `json` before it.
    pub(crate) before: &'static str,
    /// What is told.
    pub(crate) fault: Fault,
}

/// What is told of a fault.
pub(crate) enum Fault {
    /// A constraint is broken: the sentence from "Member" on.
    Broken(&'static str),
    /// So is `@length`: the length, and the sentence.
    Length(u32, &'static str),
    /// The value cannot be read.
    Unreadable,
}

impl Kind {
    /// Whether the value can be read, and only breaks a constraint.
    pub(crate) const fn is_readable(&self) -> bool {
        !matches!(self.fault, Fault::Unreadable)
    }
}

const fn broken(member: &'static str, json: &'static str, sentence: &'static str) -> Kind {
    Kind {
        member,
        json: Some(json),
        below: "",
        before: "",
        fault: Fault::Broken(sentence),
    }
}

const fn length(
    member: &'static str,
    json: &'static str,
    found: u32,
    sentence: &'static str,
) -> Kind {
    Kind {
        fault: Fault::Length(found, sentence),
        ..broken(member, json, "")
    }
}

const fn unreadable(member: &'static str, json: &'static str) -> Kind {
    Kind {
        fault: Fault::Unreadable,
        ..broken(member, json, "")
    }
}

/// A value below the member, which stands after `before` in its JSON.
const fn within(below: &'static str, before: &'static str, kind: Kind) -> Kind {
    Kind {
        below,
        before,
        ..kind
    }
}

const ONE_TO_NINE: &str = "must be between 1 and 9, inclusive";

/// Every way in which a member can be wrong.
#[rustfmt::skip]
pub(crate) static KINDS: &[Kind] = &[
    Kind { json: None, ..broken("needed", "", "must not be null") },
    length("text", r#""abcde""#, 5, "must have length between 2 and 4, inclusive"),
    length("few", "[1, 2, 3]", 3, "must have length less than or equal to 2"),
    length("one", "{}", 0, "must have length between 1 and 1, inclusive"),
    length("bytes", r#""YQ==""#, 1, "must have length greater than or equal to 2"),
    broken("small", "10", ONE_TO_NINE),
    broken("smallByte", "-128", "must be greater than or equal to 1"),
    broken("smallShort", "32767", "must be less than or equal to 9"),
    broken("smallLong", "9223372036854775807", ONE_TO_NINE),
    broken("smallFloat", r#""NaN""#, "must be greater than or equal to 0.5"),
    broken("smallDouble", "0.51", "must be less than or equal to 0.5"),
    broken("smallBigInteger", "-100000000000000000000", ONE_TO_NINE),
    broken("smallBigDecimal", "0.2000000000000000000001", "must be between 0.1 and 0.2, inclusive"),
    broken("word", r#""A; b""#, "must satisfy regular expression pattern: ^[a-z]+$"),
    broken("colour", r#""green""#, "must satisfy enum value set: [red, blue]"),
    broken("size", "3", "must satisfy enum value set: [1, 2]"),
    broken("different", r#"["x", "x"]"#, "must have unique values"),
    unreadable("flag", r#""true""#),
    unreadable("number", "1.5"),
    unreadable("number", "2147483648"),
    unreadable("time", r#""1970-01-01T00:00:00Z""#),
    unreadable("dateTime", r#""1970-01-01""#),
    unreadable("base64", r#""YQ""#),
    unreadable("text", "{\"a\": [null]}"),
    within("/1", "[1, ", unreadable("numbers", "[1, null, 2]")),
    within("/0", "[", unreadable("few", "[true]")),
    within("/k", r#"{"k": "#, unreadable("one", r#"{"k": "1"}"#)),
];

/// Structures at depths 0 to 3, each kind of container at each depth below 0.
pub(crate) const PLACES: [&str; 9] = [
    "",
    "/child",
    "/children/0",
    "/byName/a",
    "/choice/faults",
    "/children/1/byName/a",
    "/byName/b/choice/faults",
    "/child/choice/faults/children/0",
    "/byName/b/children/0/child",
];

/// A fault before the body.
pub(crate) struct Part {
    /// The label, parameter or header.
    pub(crate) name: &'static str,
    /// Its text; `None` if it is missing.
    pub(crate) text: Option<&'static str>,
    /// The place of what is told.
    pub(crate) path: &'static str,
    /// What is told.
    pub(crate) fault: Fault,
}

impl Part {
    /// Whether the text can be read, and only breaks a constraint.
    pub(crate) const fn is_readable(&self) -> bool {
        !matches!(self.fault, Fault::Unreadable)
    }
}

const fn part(name: &'static str, text: &'static str, path: &'static str, fault: Fault) -> Part {
    Part {
        name,
        text: Some(text),
        path,
        fault,
    }
}

const MISSING: Fault = Fault::Broken("must not be null");

/// Every way in which a label, a parameter or a header can be wrong, in the order in which they stand in a request.
#[rustfmt::skip]
pub(crate) static PARTS: &[Part] = &[
    part("label", "%C3%BC%C3%BC%C3%BC%C3%BC", "/label", Fault::Length(4, "must have length less than or equal to 3")),
    part("label", "%FF", "/label", Fault::Unreadable),
    part("count", "x", "/count", Fault::Unreadable),
    Part { text: None, ..part("needed", "", "/neededQuery", MISSING) },
    part("size", "0", "/sizeQuery", Fault::Broken(ONE_TO_NINE)),
    part("size", "1.0", "/sizeQuery", Fault::Unreadable),
    part("colours", "red&colours=pink", "/coloursQuery/1", Fault::Broken("must satisfy enum value set: [red, blue]")),
    part("flag", "yes", "/flagQuery", Fault::Unreadable),
    Part { text: None, ..part("X-Needed", "", "/neededHeader", MISSING) },
    part("X-Word", "A", "/wordHeader", Fault::Broken("must satisfy regular expression pattern: ^[a-z]+$")),
    part("X-Time", "1970-01-01T00:00:00Z", "/timeHeader", Fault::Unreadable),
    part("X-Numbers", "1, 2, 3", "/numbersHeader", Fault::Length(3, "must have length less than or equal to 2")),
    part("X-Numbers", "1, two", "/numbersHeader/1", Fault::Unreadable),
];
