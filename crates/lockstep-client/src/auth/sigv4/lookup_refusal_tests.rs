//! What only a provider does, and which keys it goes before. The expectations are what botocore 1.43 does.

use super::{CredentialsErrorKind, home, lookup, profile, said};

#[test]
fn a_process_comes_between_the_keys_of_the_two_files() {
    let keys = format!("[default]\n{}", profile("D", "hidden"));
    let process = "credential_process = hidden\n";
    for (credentials, config, refused) in [
        (keys.clone(), format!("[default]\n{process}"), false),
        (format!("{keys}{process}"), String::new(), false),
        (String::new(), format!("{keys}{process}"), true),
        (format!("[default]\n{process}"), keys.clone(), true),
        (String::new(), format!("{keys}login_session = hidden"), true),
        // These mean nothing without a role.
        (String::new(), format!("{keys}source_profile = a"), false),
        (String::new(), format!("{keys}credential_source = b"), false),
    ] {
        let home = home(&credentials, &config);
        let found = lookup(&home, &[], None).credentials();
        assert_eq!(found.is_err(), refused, "{credentials}{config}: {found:?}");
        if refused {
            let (kind, text) = said(&home, found);
            assert_eq!(kind, CredentialsErrorKind::Unusable);
            assert!(text.contains("give it a provider that does"), "{text}");
        }
    }
}

#[test]
fn a_role_or_a_container_that_the_environment_names_needs_a_provider() {
    const ROLE: [(&str, &str); 2] = [
        ("AWS_WEB_IDENTITY_TOKEN_FILE", "/hidden"),
        ("AWS_ROLE_ARN", "hidden"),
    ];
    const RELATIVE: (&str, &str) = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/hidden");
    const FULL: (&str, &str) = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://hidden");
    let keys = [("AWS_ACCESS_KEY_ID", "E"), ("AWS_SECRET_ACCESS_KEY", "e")];
    let (with_keys, without) = (
        home(&format!("[default]\n{}", profile("D", "d")), ""),
        home("", "[default]\nregion = r"),
    );
    for (home, variables, named, refused) in [
        // A role goes before the files, but not before keys of the environment or a profile that the program names.
        (&with_keys, &ROLE[..], None, Some(ROLE[0].0)),
        (&with_keys, &ROLE[..1], None, Some(ROLE[0].0)),
        (&with_keys, &[ROLE[0], keys[0], keys[1]], None, None),
        (&with_keys, &ROLE, Some("default"), None),
        (
            &with_keys,
            &[("AWS_WEB_IDENTITY_TOKEN_FILE", "")],
            None,
            None,
        ),
        (&with_keys, &ROLE[1..], None, None),
        // A container comes after the files.
        (&with_keys, &[RELATIVE, FULL], None, None),
        (&without, &[RELATIVE], None, Some(RELATIVE.0)),
        (&without, &[FULL], Some("default"), Some(FULL.0)),
        (&without, &[FULL, keys[0], keys[1]], None, None),
    ] {
        let found = lookup(home, variables, named).credentials();
        let Some(refused) = refused else {
            assert!(found.is_ok(), "{variables:?}: {found:?}");
            continue;
        };
        let (kind, text) = said(home, found);
        assert_eq!(kind, CredentialsErrorKind::Unusable);
        let expected =
            format!("{refused} is set, which this client does not do by itself: give it");
        assert!(text.starts_with(&expected), "{text}");
    }
    assert_eq!(lookup(&without, &ROLE, None).region().unwrap(), "r");
}
