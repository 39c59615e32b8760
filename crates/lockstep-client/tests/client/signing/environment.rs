//! The environment of the process itself. The rest of its rules are tested where they stand, without it.

use std::process::Command;

use lockstep_client::{Client, CredentialsErrorKind};

use crate::proofs::{Wire, said};
use crate::secured::{Optional, Signed};

/// Tells the child process of a test which case it is.
const CASE: &str = "LOCKSTEP_CLIENT_TEST";

/// Runs the test of this name again in a process of its own, with these variables and no others of AWS.
fn again(name: &str, case: &str, variables: &[(&str, &str)]) {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", name]).env(CASE, case);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AWS_") {
            child.env_remove(name);
        }
    }
    let output = child.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{case}: {text}"
    );
}

#[tokio::test]
async fn a_client_that_was_given_nothing_asks_the_environment() {
    let keys = [
        ("AWS_ACCESS_KEY_ID", "AKIDCHILD"),
        ("AWS_SECRET_ACCESS_KEY", "hidden"),
    ];
    match std::env::var(CASE).as_deref() {
        Ok("keys") => {
            let head = Wire::call::<Signed>(Client::builder()).await.unwrap();
            let authorization = head.headers["authorization"].to_str().unwrap();
            assert!(
                authorization.contains("Credential=AKIDCHILD/"),
                "{authorization}"
            );
            assert!(
                authorization.contains("/eu-west-1/notes/aws4_request"),
                "{authorization}"
            );
        }
        Ok("profile") => {
            let builder = Client::builder().profile("work");
            let head = Wire::call::<Signed>(builder).await.unwrap();
            let authorization = head.headers["authorization"].to_str().unwrap();
            assert!(
                authorization.contains("Credential=AKIDWORK/"),
                "{authorization}"
            );
            assert!(
                authorization.contains("/eu-north-1/notes/"),
                "{authorization}"
            );
            assert_eq!(head.headers["x-amz-security-token"], "token");
        }
        Ok("nothing") => {
            let (kind, text) = said(Wire::call::<Signed>(Client::builder()).await);
            assert_eq!(kind, CredentialsErrorKind::Missing);
            assert!(text.contains("AWS_ACCESS_KEY_ID is not set"), "{text}");
            // Where the operation allows it, nothing will do.
            let head = Wire::call::<Optional>(Client::builder()).await.unwrap();
            assert!(!head.headers.contains_key("authorization"));
        }
        Ok("no region") => {
            let (kind, _) = said(Wire::call::<Signed>(Client::builder()).await);
            assert_eq!(kind, CredentialsErrorKind::Region);
        }
        _ => {
            let name = "signing::environment::a_client_that_was_given_nothing_asks_the_environment";
            let home = tempfile::TempDir::new().unwrap();
            let home_is = ("HOME", home.path().to_str().unwrap());
            again(name, "nothing", &[home_is]);
            again(name, "no region", &[home_is, keys[0], keys[1]]);
            again(
                name,
                "keys",
                &[home_is, keys[0], keys[1], ("AWS_REGION", "eu-west-1")],
            );
            std::fs::create_dir(home.path().join(".aws")).unwrap();
            let files = [
                ("config", "[profile work]\nregion = eu-north-1\n"),
                (
                    "credentials",
                    "[work]\naws_access_key_id = AKIDWORK\naws_secret_access_key = s\naws_session_token = token\n",
                ),
            ];
            for (file, text) in files {
                std::fs::write(home.path().join(".aws").join(file), text).unwrap();
            }
            again(name, "profile", &[home_is, keys[0], keys[1]]);
        }
    }
}
