//! A trip as its file has it.

use serde::Deserialize;

use super::Head;
use crate::Params;

/// One call of an operation, what must come of it, and what is answered.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trip {
    /// The name of the operation.
    pub operation: String,
    /// What the client is called with.
    pub input: Params,
    /// What the head of the request must say; cases that were kept before it was looked at have none.
    pub head: Option<Head>,
    /// What is changed in the body of the request on its way.
    #[serde(default)]
    pub edits: Vec<Edit>,
    /// What the handler must be called with, in the form in which a harness shows values.
    #[serde(default)]
    pub heard: Params,
    /// What the request must be refused for, so that the handler is not called at all.
    pub violations: Option<Vec<Violation>>,
    /// Whether the client must refuse to send it.
    #[serde(default)]
    pub unsendable: bool,
    /// The shape of the error that the handler answers with, if it does not answer with the output.
    pub error: Option<String>,
    /// What the handler answers with.
    pub answer: Params,
    /// What the client must get, in the form in which a harness shows values.
    pub outcome: Params,
}

/// A broken constraint, as a `ValidationException` lists it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Violation {
    /// The JSON pointer of the value.
    pub path: String,
    /// The sentence.
    pub message: String,
}

/// A change of one object in a body.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// The JSON pointer of the object.
    pub at: String,
    /// The name of the member.
    pub member: String,
    /// What becomes of it.
    pub change: Change,
}

/// What becomes of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is written as null.
    Null,
    /// It is taken away.
    Remove,
    /// It is added, with a value that is no matter.
    Unknown,
}

impl Edit {
    /// Makes the change.
    ///
    /// # Errors
    ///
    /// There is no such object, or no such member.
    pub fn apply(&self, body: &mut Params) -> Result<(), String> {
        let mut place = body;
        for step in self.at.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            let next = match place {
                Params::Map(members) => members.get_mut(&step),
                Params::List(elements) => step
                    .parse()
                    .ok()
                    .and_then(|index: usize| elements.get_mut(index)),
                _ => None,
            };
            place = next.ok_or_else(|| format!("the body has nothing at `{}`", self.at))?;
        }
        let Params::Map(members) = place else {
            return Err(format!("the body has no object at `{}`", self.at));
        };
        let before = match self.change {
            Change::Null => members.insert(self.member.clone(), Params::Null),
            Change::Unknown => {
                members.insert(self.member.clone(), Params::List(vec![Params::Null]))
            }
            Change::Remove => members.remove(&self.member),
        };
        if before.is_some() == (self.change == Change::Remove) {
            Ok(())
        } else {
            Err(format!(
                "`{}` at `{}` cannot become {:?}",
                self.member, self.at, self.change
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_changed_where_the_pointer_says() {
        let mut body = Params::parse(r#"{"a/b": [{"~": 1, "x": 2}]}"#).unwrap();
        let edit = |member: &str, change| Edit {
            at: "/a~1b/0".to_owned(),
            member: member.to_owned(),
            change,
        };
        edit("~", Change::Remove).apply(&mut body).unwrap();
        edit("y", Change::Null).apply(&mut body).unwrap();
        edit("z", Change::Unknown).apply(&mut body).unwrap();
        assert_eq!(
            body.to_string(),
            r#"{"a/b": [{"x": 2, "y": null, "z": [null]}]}"#
        );
        assert!(edit("~", Change::Remove).apply(&mut body).is_err());
        assert!(edit("x", Change::Null).apply(&mut body).is_err());
    }
}
