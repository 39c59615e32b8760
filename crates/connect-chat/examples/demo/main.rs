//! The whole chain at work: the service on a free port, the generated client on a socket, each request and answer
//! shown as it goes over the wire. Ends with status 0 only if every answer was the expected one.
//!
//! `cargo xtask demo` runs it after it has regenerated the crates.

mod outcome;
mod raw;
mod scene;
mod strangers;
mod wire;

use std::process::ExitCode;

use clap::Parser;
use connect_chat::config::Config;
use connect_chat::server::Server;
use connect_chat::service;
use lockstep_client::{BoxError, ReqwestTransport};
use tokio::sync::oneshot;

use outcome::Outcome;
use wire::Shown;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(outcome) if outcome.all_expected() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("the demo could not run: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<Outcome, BoxError> {
    // The folder and all in it are gone when the demo ends.
    let folder = tempfile::tempdir()?;
    let config = Config::try_parse_from([
        "connect-chat".as_ref(),
        "--listen=127.0.0.1:0".as_ref(),
        "--data-dir".as_ref(),
        folder.path().as_os_str(),
        format!("--access-key={}:{}", scene::KEY.0, scene::KEY.1).as_ref(),
    ])?;
    let mut application = None;
    let server = Server::bind(config, |made| {
        application = Some(made.clone());
        service::router(made)
    })
    .await?;
    let application = application.ok_or("the server was bound without its API")?;
    let endpoint = format!("http://{}", server.address());
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(server.serve(async {
        // An error says that the sender is gone, which means the same.
        let _ = stopped.await;
    }));

    let transport = Shown::new(ReqwestTransport::new()?);
    let mut outcome = Outcome::default();
    let played = scene::play(&endpoint, transport, &application, &mut outcome).await;
    drop(stop);
    serving.await??;
    played?;
    outcome.print();
    Ok(outcome)
}
