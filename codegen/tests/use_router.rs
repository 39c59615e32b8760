//! The crates of `models/bindings.json`: the generated client calls the generated router, without a socket.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::collections::BTreeMap;

use golden_bindings_client::Client;
use golden_bindings_client::types::*;
use golden_bindings_server::{BindingService, Failure, RequestContext, router};
use lockstep_core::{Blob, Timestamp};

/// Answers with what it was asked.
struct Echo;

impl BindingService for Echo {
    async fn get_thing(
        &self,
        _: RequestContext,
        input: GetThingInput,
    ) -> Result<GetThingOutput, GetThingError> {
        let name = format!("{} {} {:?}", input.id, input.path, input.limit);
        Ok(GetThingOutput {
            name: Some(name),
            extra: input.extra,
            ..GetThingOutput::new("e")
        })
    }

    async fn put_file(
        &self,
        _: RequestContext,
        input: PutFileInput,
    ) -> Result<PutFileOutput, PutFileError> {
        Ok(PutFileOutput { body: input.body })
    }

    async fn put_structure(
        &self,
        _: RequestContext,
        input: PutStructureInput,
    ) -> Result<PutStructureOutput, PutStructureError> {
        Ok(PutStructureOutput { body: input.body })
    }

    async fn put_text(
        &self,
        _: RequestContext,
        input: PutTextInput,
    ) -> Result<PutTextOutput, PutTextError> {
        Ok(PutTextOutput { body: input.body })
    }

    async fn create_job(
        &self,
        _: RequestContext,
        input: CreateJobInput,
    ) -> Result<CreateJobOutput, CreateJobError> {
        Ok(CreateJobOutput { token: input.token })
    }

    async fn get_plain(&self, _: RequestContext, input: Plain) -> Result<Plain, GetPlainError> {
        Ok(input)
    }

    async fn get_plain_list(
        &self,
        _: RequestContext,
        input: Plain,
    ) -> Result<PlainList, GetPlainListError> {
        Ok(PlainList {
            plain: Some(vec![input]),
        })
    }

    async fn ping(&self, _: RequestContext, _: PingInput) -> Result<PingOutput, PingError> {
        Ok(PingOutput {})
    }

    async fn put_lists(
        &self,
        _: RequestContext,
        _: PutListsInput,
    ) -> Result<PutListsOutput, PutListsError> {
        Err(Failure::internal("a secret").into())
    }

    async fn put_union(
        &self,
        _: RequestContext,
        _: PutUnionInput,
    ) -> Result<PutUnionOutput, PutUnionError> {
        Err(Failure::not_implemented().into())
    }

    async fn put_suit(
        &self,
        _: RequestContext,
        input: PutSuitInput,
    ) -> Result<PutSuitOutput, PutSuitError> {
        Ok(PutSuitOutput { body: input.body })
    }

    async fn put_document(
        &self,
        _: RequestContext,
        input: PutDocumentInput,
    ) -> Result<PutDocumentOutput, PutDocumentError> {
        Ok(PutDocumentOutput { body: input.body })
    }

    async fn put_words(
        &self,
        _: RequestContext,
        input: PutWordsInput,
    ) -> Result<PutWordsOutput, PutWordsError> {
        Ok(PutWordsOutput { body: input.body })
    }

    async fn start_job(
        &self,
        _: RequestContext,
        _: StartJobInput,
    ) -> Result<StartJobOutput, StartJobError> {
        Ok(StartJobOutput {})
    }

    async fn run_job(
        &self,
        _: RequestContext,
        _: RunJobInput,
    ) -> Result<RunJobOutput, RunJobError> {
        Ok(RunJobOutput {})
    }
}

#[tokio::test]
async fn the_client_and_the_router_understand_each_other() {
    let client = Client::from(lockstep_client::Client::on_router(router(Echo)));
    let extra = BTreeMap::from([("one".to_owned(), "1".to_owned())]);
    let input = GetThingInput {
        must: Some(true),
        extra: Some(extra.clone()),
        ..GetThingInput::new("a b", "x/y z", Level::High)
    };
    let thing = client.get_thing(input).await.unwrap();
    assert_eq!(thing.name.as_deref(), Some("a b x/y z Some(10)"));
    assert_eq!((thing.status, thing.extra), (Some(200), Some(extra)));
    let body = Some(Blob::from(vec![0, 255]));
    assert_eq!(
        client
            .put_file(PutFileInput {
                note: None,
                body: body.clone()
            })
            .await
            .unwrap()
            .body,
        body
    );
    assert_eq!(
        client
            .put_structure(PutStructureInput::default())
            .await
            .unwrap()
            .body,
        None
    );
    let suit = PutSuitInput {
        note: None,
        body: Some(Suit::Spades),
    };
    assert_eq!(
        client.put_suit(suit).await.unwrap().body,
        Some(Suit::Spades)
    );
    let document = PutDocumentInput {
        note: None,
        body: Some("text".into()),
    };
    assert_eq!(
        client.put_document(document.clone()).await.unwrap().body,
        document.body
    );
    assert_eq!(
        client
            .put_words(PutWordsInput::default())
            .await
            .unwrap()
            .body,
        None
    );
    assert_eq!(
        client
            .put_text(PutTextInput::new("\u{e9}"))
            .await
            .unwrap()
            .body,
        "\u{e9}"
    );
    assert_eq!(
        client
            .create_job(CreateJobInput::default())
            .await
            .unwrap()
            .token
            .map(|token| token.len()),
        Some(36)
    );
    client.ping(PingInput {}).await.unwrap();
    client.start_job(StartJobInput::default()).await.unwrap();
    client.run_job(RunJobInput::default()).await.unwrap();
    let plain = Plain {
        name: Some("p".to_owned()),
        at: None,
    };
    assert_eq!(client.get_plain(plain.clone()).await.unwrap(), plain);
    assert_eq!(
        client.get_plain_list(plain.clone()).await.unwrap().plain,
        Some(vec![plain])
    );
}

#[tokio::test]
async fn failures_tell_no_secrets() {
    let settings = lockstep_client::Client::builder()
        .transport(router(Echo))
        .retries(lockstep_client::Retries::off());
    let client = Client::from(settings.build().unwrap());
    let input = PutListsInput::new(true, Timestamp::new(0, 0), 1);
    let error = client
        .put_lists(input)
        .await
        .unwrap_err()
        .into_service_error()
        .unwrap();
    let PutListsError::Unhandled(failure) = error;
    assert_eq!(
        (failure.status(), failure.code()),
        (500, Some("InternalFailureException"))
    );
    assert!(!failure.to_string().contains("secret"));
    let error = client
        .put_union(PutUnionInput::new(Choice::Word(String::new())))
        .await
        .unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(501));
    let error = client
        .put_file(PutFileInput {
            note: None,
            body: Some(Blob::from(vec![0; 5])),
        })
        .await
        .unwrap_err();
    let PutFileError::Unhandled(failure) = error.into_service_error().unwrap();
    assert_eq!(
        (failure.status(), failure.code()),
        (400, Some("ValidationException"))
    );
}
