//! Where credentials and regions are found, and what is said where they are not.

use std::fs;
use std::time::SystemTime;

use lockstep_sigv4::{Credentials, KeyCache, PayloadHash, Signer};
use tempfile::TempDir;

use super::{CredentialsError, CredentialsErrorKind, Lookup};
use crate::auth::sigv4::environment::Environment;

/// A home with these two files, each left out if it is empty.
fn home(credentials: &str, config: &str) -> TempDir {
    let home = TempDir::new().unwrap();
    let folder = home.path().join(".aws");
    fs::create_dir(&folder).unwrap();
    for (name, text) in [("credentials", credentials), ("config", config)] {
        if !text.is_empty() {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    home
}

fn lookup(home: &TempDir, variables: &[(&str, &str)], profile: Option<&str>) -> Lookup {
    let mut variables = variables.to_vec();
    variables.push(("HOME", home.path().to_str().unwrap()));
    Lookup {
        profile: profile.map(str::to_owned),
        environment: Environment::of(&variables),
    }
}

/// What can be seen of credentials: all that a signature with them shows.
fn signature(credentials: &Credentials) -> Vec<String> {
    let keys = KeyCache::with_capacity(0);
    let signer = Signer::new(credentials, "us-east-1", "notes", &keys);
    let (mut head, ()) = http::Request::get("http://localhost/")
        .body(())
        .unwrap()
        .into_parts();
    signer
        .sign(&mut head, PayloadHash::of(b""), SystemTime::UNIX_EPOCH)
        .unwrap();
    let shown = |value: &http::HeaderValue| value.to_str().unwrap().to_owned();
    head.headers.values().map(shown).collect()
}

/// Credentials by a short text: access key, secret and perhaps a token.
fn credentials(text: &str) -> Credentials {
    let mut parts = text.split(' ');
    let mut next = || parts.next();
    let credentials = Credentials::new(next().unwrap(), next().unwrap());
    match next() {
        Some(token) => credentials.with_session_token(token),
        None => credentials,
    }
}

fn profile(id: &str, secret: &str) -> String {
    format!("aws_access_key_id = {id}\naws_secret_access_key = {secret}\n")
}

#[test]
fn the_first_source_that_has_credentials_decides() {
    const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "E"), ("AWS_SECRET_ACCESS_KEY", "e")];
    let token = [KEYS[0], KEYS[1], ("AWS_SESSION_TOKEN", "t")];
    let with_profile = [KEYS[0], KEYS[1], ("AWS_PROFILE", "work")];
    let without_token = [KEYS[0], KEYS[1], ("AWS_SESSION_TOKEN", "")];
    let file = format!(
        "[default]\n{}[work]\n{}",
        profile("D", "d"),
        profile("W", "w")
    );
    let config = format!(
        "[default]\n{}aws_session_token = stale\n[profile only]\n{}aws_session_token = o2\n",
        profile("C", "c"),
        profile("O", "o")
    );
    for (variables, named, expected) in [
        (&KEYS[..], None, "E e"),
        (&token, None, "E e t"),
        (&without_token, None, "E e"),
        (&with_profile, None, "E e"),
        (&KEYS, Some("work"), "W w"),
        (&with_profile, Some("only"), "O o o2"),
        (&[], None, "D d"),
        (&[("AWS_ACCESS_KEY_ID", "")], None, "D d"),
        (&[("AWS_SECRET_ACCESS_KEY", "e")], None, "D d"),
        (&[("AWS_PROFILE", "")], None, "D d"),
        (&[("AWS_PROFILE", "work")], None, "W w"),
        (&[("AWS_PROFILE", "only")], None, "O o o2"),
        (&[("AWS_PROFILE", "only")], Some("default"), "D d"),
        (
            &[("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")],
            None,
            "C c stale",
        ),
    ] {
        let found = lookup(&home(&file, &config), variables, named).credentials();
        let found = found.unwrap_or_else(|error| panic!("{variables:?} {named:?}: {error}"));
        let (found, expected) = (signature(&found), signature(&credentials(expected)));
        assert_eq!(found, expected, "{variables:?} {named:?}");
    }
}

#[test]
fn the_files_may_be_elsewhere() {
    let elsewhere = home(
        "[default]\naws_access_key_id=A\naws_secret_access_key=a==",
        "[default]\nregion=r",
    );
    let path = |name: &str| {
        elsewhere
            .path()
            .join(".aws")
            .join(name)
            .to_str()
            .unwrap()
            .to_owned()
    };
    let (file, config) = (path("credentials"), path("config"));
    let variables = [
        ("AWS_SHARED_CREDENTIALS_FILE", file.as_str()),
        ("AWS_CONFIG_FILE", config.as_str()),
    ];
    let lookup = lookup(&home("", ""), &variables, None);
    let found = signature(&lookup.credentials().unwrap());
    assert_eq!(found, signature(&credentials("A a==")));
    assert_eq!(lookup.region().unwrap(), "r");
}

#[test]
fn the_first_source_that_has_a_region_decides() {
    let file = "[both]\nregion = of-credentials\n";
    let config = "[default]\nregion = of-config\n[profile both]\nregion = less\n[profile work]\nregion = of-work";
    for (variables, named, expected) in [
        (
            &[("AWS_REGION", "a"), ("AWS_DEFAULT_REGION", "b")][..],
            None,
            "a",
        ),
        (&[("AWS_DEFAULT_REGION", "b")], None, "b"),
        (
            &[("AWS_REGION", ""), ("AWS_DEFAULT_REGION", "b")],
            None,
            "b",
        ),
        (&[("AWS_REGION", "a")], Some("work"), "a"),
        (&[], None, "of-config"),
        (&[("AWS_PROFILE", "work")], None, "of-work"),
        (&[("AWS_PROFILE", "work")], Some("default"), "of-config"),
        (&[], Some("both"), "of-credentials"),
    ] {
        let found = lookup(&home(file, config), variables, named)
            .region()
            .unwrap();
        assert_eq!(found, expected, "{variables:?} {named:?}");
    }
}

/// The kind and the text of an error, with the home's path as `~`.
fn said<T>(home: &TempDir, found: Result<T, CredentialsError>) -> (CredentialsErrorKind, String) {
    let error = found.err().unwrap();
    let home = home.path().to_str().unwrap();
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains("hidden"), "{text}");
    }
    (error.kind(), error.to_string().replace(home, "~"))
}

#[test]
fn what_is_not_found_is_said_of_each_source() {
    let empty = home("", "");
    let nothing = lookup(&empty, &[], None);
    assert_eq!(
        said(&empty, nothing.credentials()),
        (
            CredentialsErrorKind::Missing,
            "there are no credentials to sign with: give the client some (`Builder::credentials`), or tell it not to \
             sign (`Builder::anonymous`) (tried environment: AWS_ACCESS_KEY_ID is not set; ~/.aws/credentials: does \
             not exist; ~/.aws/config: does not exist)"
                .to_owned()
        )
    );
    assert_eq!(
        said(&empty, nothing.region()),
        (
            CredentialsErrorKind::Region,
            "there is no region to sign for: give the client one (`Builder::region`) (tried environment: neither AWS_REGION nor AWS_DEFAULT_REGION is set; \
             ~/.aws/credentials: does not exist; ~/.aws/config: does not exist)"
                .to_owned()
        )
    );
    let other = home(
        "[other]\nregion = r",
        "[default]\noutput = json\naws_access_key_id =\n",
    );
    assert_eq!(
        said(&other, lookup(&other, &[], None).credentials()).1,
        "there are no credentials to sign with: give the client some (`Builder::credentials`), or tell it not to \
             sign (`Builder::anonymous`) (tried environment: AWS_ACCESS_KEY_ID is not set; ~/.aws/credentials: has no \
         profile \"default\"; ~/.aws/config: its profile \"default\" has no aws_access_key_id)"
    );
    let homeless = Lookup {
        profile: None,
        environment: Environment::of(&[]),
    };
    assert!(
        said(&empty, homeless.credentials())
            .1
            .contains("~/.aws/config: the user has no home")
    );
}

#[test]
fn a_profile_that_is_named_must_be_there() {
    let home = home("[profile work]\n", "[default]\n\n[work]\n");
    assert_eq!(
        said(&home, lookup(&home, &[], Some("work")).credentials()),
        (
            CredentialsErrorKind::Unusable,
            "there is no profile \"work\", which `Builder::profile` names (tried ~/.aws/credentials: has no profile \"work\" (see \
             line 1: a profile is `[name]` in this file, without `profile`); ~/.aws/config: has no profile \"work\" (see \
             line 3: a profile is `[profile name]` in this file))"
                .to_owned()
        )
    );
    let by_variable = lookup(&home, &[("AWS_PROFILE", "none")], None);
    let text = said(&home, by_variable.region()).1;
    assert!(
        text.starts_with("there is no profile \"none\", which AWS_PROFILE names"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_used_is_named_with_its_file_and_line() {
    let keys = profile("D", "hidden");
    let config = |text: &str| (String::new(), format!("[default]\n{text}"));
    for ((credentials, config), expected) in [
        (
            config("role_arn = hidden\nsource_profile = a"),
            "~/.aws/config, line 2: the profile \"default\" says role_arn,",
        ),
        (
            config(&format!("{keys}sso_session = hidden")),
            "~/.aws/config, line 4: the profile \"default\" says sso_session,",
        ),
        (
            (
                format!("[default]\n{keys}"),
                "[default]\nROLE_ARN = hidden".to_owned(),
            ),
            "~/.aws/config, line 2: the profile \"default\" says role_arn,",
        ),
        (
            config("\ncredential_process = hidden"),
            "line 3: the profile \"default\" says credential_process,",
        ),
        (
            config("source_profile = hidden"),
            "(`Builder::aws_credentials`, feature `aws-credential-types`)",
        ),
        (
            config("aws_access_key_id = A"),
            "~/.aws/config, line 2: aws_access_key_id stands without aws_secret_access_key",
        ),
        (
            config(&format!("{keys}\n  hidden")),
            "line 3: aws_secret_access_key goes on in the next line",
        ),
        (
            config("hidden"),
            "~/.aws/config, line 2: a property must have a `=`",
        ),
        (
            config("[hidden"),
            "~/.aws/config, line 2: a section must end with `]`",
        ),
    ] {
        let home = home(&credentials, &config);
        let (kind, text) = said(&home, lookup(&home, &[], None).credentials());
        assert_eq!(kind, CredentialsErrorKind::Unusable);
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn half_of_a_pair_in_the_environment_is_an_error() {
    let home = home(&format!("[default]\n{}", profile("D", "d")), "");
    let half = lookup(&home, &[("AWS_ACCESS_KEY_ID", "E")], None);
    let expected = "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not".to_owned();
    assert_eq!(
        said(&home, half.credentials()),
        (CredentialsErrorKind::Unusable, expected)
    );
}

#[test]
fn a_home_that_is_no_folder_has_no_files() {
    let home = TempDir::new().unwrap();
    let file = home.path().join("null");
    fs::write(&file, "").unwrap();
    let lookup = Lookup {
        profile: None,
        environment: Environment::of(&[("HOME", file.to_str().unwrap())]),
    };
    let (kind, text) = said(&home, lookup.credentials());
    assert_eq!(kind, CredentialsErrorKind::Missing);
    assert!(
        text.contains("~/null/.aws/credentials: does not exist"),
        "{text}"
    );
    assert_eq!(said(&home, lookup.region()).0, CredentialsErrorKind::Region);
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let home = home("", "");
    let path = home.path().join(".aws/credentials");
    fs::write(&path, b"[default]\nhidden = \xff").unwrap();
    let text = said(&home, lookup(&home, &[], None).credentials()).1;
    assert_eq!(text, "~/.aws/credentials is not UTF-8");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let (kind, text) = said(&home, lookup(&home, &[], None).credentials());
    assert_eq!(kind, CredentialsErrorKind::Unusable);
    assert!(
        text.starts_with("~/.aws/credentials cannot be read: "),
        "{text}"
    );
}

#[path = "lookup_refusal_tests.rs"]
mod refusals;
