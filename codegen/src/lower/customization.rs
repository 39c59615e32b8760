//! What single services of AWS ask of their clients beyond their models ("Service-specific customizations" of the
//! specification: <https://smithy.io/2.0/aws/customizations/>). A service is known by its `sdkId`.

use super::context::Context;
use crate::ast::ShapeKind;
use crate::ir::{Checksum, Message, Place};

/// The header in which S3 Glacier expects the root of the tree of digests.
const TREE_HASH: &str = "x-amz-sha256-tree-hash";

/// The headers that a client sends with every request of the service.
pub(super) fn headers(context: &Context<'_>) -> Vec<(String, String)> {
    let header = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    match sdk_id(context) {
        // Without it the service answers in another format.
        Some("API Gateway") => header("accept", "application/json"),
        // Without it the service refuses the request.
        Some("Glacier") => match &context.service.kind {
            ShapeKind::Service(service) => header("x-amz-glacier-version", &service.version),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The labels for which a client sends something else where they are empty: to S3 Glacier `-` is the account whose
/// credentials sign the request.
pub(super) fn empty_labels(input: &Message, context: &Context<'_>) -> Vec<(String, String)> {
    const ACCOUNT: &str = "accountId";
    let fields = &input.structure.fields;
    let has_account = input.bindings.iter().any(|binding| {
        let field = fields.get(binding.field);
        binding.place == Place::Label && field.is_some_and(|field| field.member == ACCOUNT)
    });
    if has_account && sdk_id(context) == Some("Glacier") {
        vec![(ACCOUNT.to_owned(), "-".to_owned())]
    } else {
        Vec::new()
    }
}

/// The checksum that a client sends with an input: S3 Glacier wants one where a member could hold it.
pub(super) fn checksum(input: &Message, context: &Context<'_>) -> Option<Checksum> {
    let is_tree_hash = |place: &Place| matches!(place, Place::Header(name) if name.eq_ignore_ascii_case(TREE_HASH));
    let has_member = input
        .bindings
        .iter()
        .any(|binding| is_tree_hash(&binding.place));
    (sdk_id(context) == Some("Glacier") && input.structure.stream().is_some() && has_member)
        .then_some(Checksum::TreeHash)
}

fn sdk_id<'m>(context: &Context<'m>) -> Option<&'m str> {
    let found = context.service.traits.get("aws.api#service")?;
    found.value.get("sdkId")?.as_str()
}
