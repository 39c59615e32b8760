//! What is logged once of a service whose operations are open or closed by mistake.

use lockstep_core::operation::AuthScheme;

use crate::operation::Route;

/// Logs the operations that are open though the model asks for authentication, and those that are closed because
/// nothing can be verified.
pub(crate) fn report(routes: &[Route]) {
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for route in routes {
        let schemes = route.service.auth_of(route.operation);
        if schemes.is_empty() || schemes.contains(&AuthScheme::Anonymous) {
            continue;
        }
        match &route.authentication {
            None => open.push(route.operation.name),
            Some(authentication) => {
                if !schemes.iter().any(|scheme| authentication.verifies(scheme)) {
                    closed.push(route.operation.name);
                }
            }
        }
    }
    if !open.is_empty() {
        tracing::warn!(
            operations = ?open,
            "the model asks for authentication and none is set, so anyone may call these operations"
        );
    }
    if !closed.is_empty() {
        tracing::error!(
            operations = ?closed,
            "nobody may call these operations, because none of their authentication schemes can be verified"
        );
    }
}
