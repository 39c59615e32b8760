//! The HTTP binding of an operation as data: the runtime's `OperationSpec`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::scope::{Scope, ident};
use super::{auth, service};
use crate::ir::{BodyKind, Checksum, HostPart, Http, Operation, Segment};

/// The operation's binding; what is as with most operations is left out.
pub(crate) fn spec(operation: &Operation, runtime: &TokenStream, scope: &Scope<'_>) -> TokenStream {
    let Http {
        method,
        segments,
        query,
        status,
        has_status_member,
        request_body,
        response_body,
        empty_labels,
        host_prefix,
        headers,
        gzip,
        checksum,
    } = &operation.http;
    let name = &operation.name;
    let uri = uri(segments);
    let mut fields = vec![
        quote!(name: #name),
        quote!(method: #method),
        quote!(uri: #uri),
    ];
    let literals = query.iter().map(|(name, value)| match value {
        Some(value) => {
            let some = scope.some();
            quote!((#name, #some(#value)))
        }
        None => {
            let none = scope.none();
            quote!((#name, #none))
        }
    });
    if !query.is_empty() {
        fields.push(quote!(query: &[#(#literals),*]));
    }
    if *status != 200 {
        let status = Literal::u16_unsuffixed(*status);
        fields.push(quote!(status: #status));
    }
    if *has_status_member {
        fields.push(quote!(has_status_member: true));
    }
    if *request_body != BodyKind::Empty {
        let kind = body_kind(request_body, runtime);
        fields.push(quote!(request_body: #kind));
    }
    if *response_body != BodyKind::Empty {
        let kind = body_kind(response_body, runtime);
        fields.push(quote!(response_body: #kind));
    }
    if !empty_labels.is_empty() {
        let labels = empty_labels
            .iter()
            .map(|(name, text)| quote!((#name, #text)));
        fields.push(quote!(empty_labels: &[#(#labels),*]));
    }
    if !host_prefix.is_empty() {
        let parts = host_prefix.iter().map(|part| match part {
            HostPart::Literal(text) => quote!(#runtime::HostPart::Literal(#text)),
            HostPart::Label(name) => quote!(#runtime::HostPart::Label(#name)),
        });
        fields.push(quote!(host_prefix: &[#(#parts),*]));
    }
    if !headers.is_empty() {
        let headers = headers.iter().map(|(name, value)| quote!((#name, #value)));
        fields.push(quote!(headers: &[#(#headers),*]));
    }
    if *gzip {
        fields.push(quote!(gzip: true));
    }
    match checksum {
        Checksum::None => {}
        Checksum::ContentMd5 => fields.push(quote!(checksum: #runtime::Checksum::ContentMd5)),
        Checksum::TreeHash => fields.push(quote!(checksum: #runtime::Checksum::TreeHash)),
    }
    if let Some(schemes) = &operation.auth {
        let (some, schemes) = (scope.some(), auth::schemes(schemes, runtime, scope));
        fields.push(quote!(auth: #some(#schemes)));
    }
    if operation.unsigned_payload {
        fields.push(quote!(unsigned_payload: true));
    }
    let own = [
        ("malformed", &operation.malformed),
        ("invalid", &operation.invalid),
    ];
    for (field, error) in own {
        if let Some(error) = error {
            let (field, error) = (ident(field), service::error(error, runtime, scope));
            let some = scope.some();
            fields.push(quote!(#field: #some(#error)));
        }
    }
    quote!(#runtime::OperationSpec { #(#fields,)* ..#runtime::OperationSpec::PLAIN })
}

fn body_kind(kind: &BodyKind, runtime: &TokenStream) -> TokenStream {
    match kind {
        BodyKind::Empty => quote!(#runtime::BodyKind::Empty),
        BodyKind::Json => quote!(#runtime::BodyKind::Json),
        BodyKind::EmptyObject => quote!(#runtime::BodyKind::EmptyObject),
        BodyKind::Blob(media_type) => quote!(#runtime::BodyKind::Blob(#media_type)),
        BodyKind::Text(media_type) => quote!(#runtime::BodyKind::Text(#media_type)),
        BodyKind::Stream {
            media_type,
            requires_length,
        } => quote! {
            #runtime::BodyKind::Stream {
                media_type: #media_type,
                requires_length: #requires_length,
            }
        },
    }
}

/// The path of a `uri` as the model writes it.
fn uri(segments: &[Segment]) -> String {
    if segments.is_empty() {
        return "/".to_owned();
    }
    let mut uri = String::new();
    for segment in segments {
        uri.push('/');
        match segment {
            Segment::Literal(text) => uri.push_str(text),
            Segment::Label(name) => uri.extend(["{", name, "}"]),
            Segment::Greedy(name) => uri.extend(["{", name, "+}"]),
        }
    }
    uri
}
