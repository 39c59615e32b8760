//! The hook that decides what a caller may do.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use lockstep_core::operation::Operation;
use lockstep_server::auth::{Access, Denied, Identity, Principal};
use lockstep_server::{Limits, RequestContext};

use crate::client::{BODY, Client, json};
use crate::support::*;
use crate::vault::{Calls, Role, SIGV4, Signed, guarded, vault};

/// Only queens may fill a box with a name that begins with a `q`.
fn queens(access: &Access<'_>) -> impl Future<Output = Result<(), Denied>> + Send + use<> {
    let is_queen = access.identity().get() == Some(&Role("queen"));
    let named = access
        .input::<FillBoxRequest>()
        .is_some_and(|input| input.name.starts_with('q'));
    async move {
        tokio::task::yield_now().await;
        match (named, is_queen) {
            (false, _) | (true, true) => Ok(()),
            (true, false) => Err(Denied::because("For queens alone.")),
        }
    }
}

#[tokio::test]
async fn it_sees_the_identity_and_the_input() {
    let calls = Calls::default();
    let service = guarded(&calls).authorize(queens);
    let alice = Client::with("AKIDALICE", "wonderland");
    for request in [
        alice.put("/signed/q", BODY),
        alice.put("/signed/a", BODY),
        Client::new().put("/signed/a", BODY),
        json("/open/a").body(BODY.into()).unwrap(),
    ] {
        assert_eq!(send(service.clone(), request).await.status, 200);
    }
    calls.assert(4);
    for request in [
        Client::new().put("/signed/q", BODY),
        json("/open/q").body(BODY.into()).unwrap(),
    ] {
        let answer = send(service.clone(), request).await;
        let message = answer.assert_error(403, "AccessDeniedException");
        assert_eq!(message, "For queens alone.");
    }
    calls.assert(4);
}

#[tokio::test]
async fn it_is_asked_after_parsing_and_before_the_handler() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let see = Arc::clone(&seen);
    let calls = Calls::default();
    let service = guarded(&calls).authorize(move |access: &Access<'_>| {
        assert!(access.input::<String>().is_none());
        let input = access.input::<FillBoxRequest>().unwrap();
        let identity = access.identity();
        see.lock().unwrap().push(format!(
            "{} {} {:?} {:?} {}",
            access.operation().name,
            access.context().service().name,
            identity.principal(),
            identity.scheme(),
            input.count
        ));
        async { Err(Denied::new()) }
    });
    for (request, status) in [
        (Client::new().put("/signed/a", "{"), 400),
        (Client::new().put("/signed/much-too-long", BODY), 400),
        (
            Client::with("AKIDALICE", "wrong").put("/signed/a", BODY),
            403,
        ),
    ] {
        assert_eq!(send(service.clone(), request).await.status, status);
    }
    assert_eq!(seen.lock().unwrap().len(), 0);
    let answer = send(service, Client::new().put("/signed/a", BODY)).await;
    let message = answer.assert_error(403, "AccessDeniedException");
    assert_eq!(message, "You are not authorized to perform this operation.");
    let expected = "Signed Vault Some(\"AKIDEXAMPLE\") SigV4 { name: \"vault\" } 1";
    assert_eq!(*seen.lock().unwrap(), [expected]);
    calls.assert(0);
}

#[tokio::test]
async fn it_works_without_authentication_and_for_operations_entered_before() {
    let calls = Calls::default();
    let service = vault(&calls).authorize(|access: &Access<'_>| {
        let anonymous = access.identity().is_anonymous();
        async move {
            if anonymous {
                Err(Denied::new())
            } else {
                Ok(())
            }
        }
    });
    let request = json("/signed/a").body(BODY.into()).unwrap();
    send(service, request)
        .await
        .assert_error(403, "AccessDeniedException");
    calls.assert(0);
}

#[tokio::test]
async fn a_hook_that_fails_or_panics_is_an_internal_error() {
    let calls = Calls::default();
    let failing =
        guarded(&calls).authorize(|_: &Access<'_>| async { Err(Denied::failed("hunter2")) });
    let early =
        guarded(&calls).authorize(|_: &Access<'_>| -> std::future::Ready<Result<(), Denied>> {
            panic!("hunter2")
        });
    let late = guarded(&calls).authorize(|_: &Access<'_>| async {
        tokio::task::yield_now().await;
        panic!("hunter2")
    });
    for service in [failing, early, late] {
        let answer = send(service, Client::new().put("/signed/a", BODY)).await;
        answer.assert_error(500, "InternalServiceException");
        assert!(!answer.body.contains("hunter2"), "{answer:?}");
    }
    calls.assert(0);
}

#[tokio::test(start_paused = true)]
async fn a_hook_has_the_time_of_the_handler() {
    let service = guarded(&Calls::default())
        .limits(Limits::default().handler_time(Duration::from_secs(5)))
        .authorize(|_: &Access<'_>| std::future::pending::<Result<(), Denied>>());
    let answer = send(service, Client::new().put("/signed/a", BODY)).await;
    answer.assert_error(503, "ServiceUnavailable");
}

/// A hook is tested without a server.
#[tokio::test]
async fn a_hook_can_be_called_by_a_test() {
    let ask = |identity| {
        let context = RequestContext::new(Signed::SERVICE, Signed::SPEC).with_identity(identity);
        let input = FillBoxRequest {
            name: "q".to_owned(),
            label: None,
            count: 1,
        };
        queens(&Access::new(&context, &input))
    };
    let queen = Principal::new("alice").with(Role("queen"));
    assert!(ask(Identity::new(SIGV4, queen)).await.is_ok());
    let denied = ask(Identity::new(SIGV4, "bob")).await.unwrap_err();
    assert_eq!(denied.to_string(), "For queens alone.");
    assert!(ask(Identity::anonymous()).await.is_err());
}

#[tokio::test]
async fn it_may_say_that_the_caller_comes_too_often() {
    let calls = Calls::default();
    let service = vault(&calls).authorize(|_: &Access<'_>| async { Err(Denied::throttled()) });
    let answer = send(service, Client::new().put("/signed/a", BODY)).await;
    assert_eq!(
        answer.assert_error(429, "ThrottlingException"),
        "Rate exceeded"
    );
    calls.assert(0);
}
