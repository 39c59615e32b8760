//! Corrections of a model: what the settings say that it says wrongly, put right before anything is decided.
//!
//! They are for a model of someone else's, which is replaced whenever its owner publishes it anew; a model of one's own
//! is edited. Each one must find what it corrects. Once the owner has put it right, the run fails and names the
//! correction, so that none stays behind to be wrong itself one day.

use crate::ast::{Model, Trait, Traits};
use crate::diagnostic::{Diagnostics, Sink, Span};
use crate::settings::{Correction, ServiceSettings};

/// The model as the settings correct it. Mixins and `apply` statements are in it by now, so that a correction is for what
/// a shape comes to.
///
/// # Errors
///
/// Each correction that does not find what it corrects, at its place in the settings.
pub(crate) fn apply(mut model: Model, settings: &ServiceSettings) -> Result<Model, Diagnostics> {
    let mut sink = Sink::new(&settings.source);
    for correction in &settings.corrections {
        match target(&mut model, correction) {
            Some((traits, span)) => correct(traits, span, correction, &mut sink),
            None => sink.error(
                correction.shape.span,
                format!(
                    "the correction `{}` is for `{}`, which the model does not have",
                    correction.name.value,
                    correction.target()
                ),
                "look whether the model still needs it, and what the shape is called now",
            ),
        }
    }
    sink.finish(model)
}

/// What each correction does and why, for the documentation of the service.
pub(crate) fn documentation(settings: &ServiceSettings) -> Vec<String> {
    let corrections = settings.corrections.iter().map(|correction| {
        let names = |ids: Vec<&str>| format!("`{}`", ids.join("`, `"));
        let mut changes = Vec::new();
        if !correction.remove.is_empty() {
            let ids = correction.remove.iter().map(|id| id.value.as_str());
            changes.push(format!("without {}", names(ids.collect())));
        }
        if !correction.add.is_empty() {
            let ids = correction.add.iter().map(|(id, _)| id.value.as_str());
            changes.push(format!("with {}", names(ids.collect())));
        }
        format!(
            "- `{}`: `{}` {}. {}",
            correction.name.value,
            correction.target(),
            changes.join(", "),
            correction.reason.trim()
        )
    });
    corrections.collect()
}

/// The traits of what a correction is for, and where that stands in the model.
fn target<'m>(model: &'m mut Model, correction: &Correction) -> Option<(&'m mut Traits, Span)> {
    let shape = model.shapes.get_mut(correction.shape.value.as_str())?;
    match &correction.member {
        None => Some((&mut shape.traits, shape.span)),
        Some(member) => {
            let member = shape.members.get_mut(member)?;
            Some((&mut member.traits, member.span))
        }
    }
}

fn correct(traits: &mut Traits, span: Span, correction: &Correction, sink: &mut Sink) {
    let (name, target) = (&correction.name.value, correction.target());
    let mut removed = Traits::default();
    for id in &correction.remove {
        match traits.remove(id.value.as_str()) {
            Some(found) => removed.set(id.value.clone(), found),
            None => sink.error(
                id.span,
                format!(
                    "the correction `{name}` takes `{}` from `{target}`, which does not have it",
                    id.value
                ),
                "the model may be right by now: take this away",
            ),
        }
    }
    for (id, value) in &correction.add {
        let before = removed.get(id.value.as_str());
        if traits.has(id.value.as_str()) {
            sink.error(
                id.span,
                format!("the correction `{name}` adds `{}` to `{target}`, which has it", id.value),
                "the model may be right by now: take this away; or, to change its value, `remove` it as well",
            );
        } else if before.is_some_and(|before| before.value == *value) {
            sink.error(
                id.span,
                format!(
                    "the correction `{name}` gives `{}` of `{target}` the value that it has",
                    id.value
                ),
                "the model is right by now: take this away",
            );
        } else {
            let added = Trait {
                value: value.clone(),
                span,
                value_span: Span::default(),
                text: Some(value.to_string().into()),
            };
            traits.set(id.value.clone(), added);
        }
    }
}
