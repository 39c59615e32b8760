//! What the two files may look like. The cases are those of the SDKs' shared test suite, and what botocore takes besides.

use super::*;

/// The properties of a profile, each as `name=value`, the last of each name, and `…` for a value that goes on.
fn read(kind: FileKind, text: &str, profile: &str) -> Option<String> {
    let file = ProfileFile::parse(kind, text).unwrap();
    let mut shown: Vec<(String, String)> = Vec::new();
    for property in file.profile(profile)? {
        let name = property.name.to_ascii_lowercase();
        let more = if property.is_continued { "…" } else { "" };
        shown.retain(|(other, _)| *other != name);
        shown.push((name, format!("{}{more}", property.value)));
    }
    let shown: Vec<_> = shown
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    Some(shown.join(" "))
}

#[test]
fn a_config_file() {
    for (text, properties) in [
        ("", None),
        ("[profile foo]", Some("")),
        ("[foo]\na = b", None),
        ("[profilefoo]\na = b", None),
        ("[sso-session foo]\na = b", None),
        ("[profile foo bar]\na = b", None),
        ("[profile \tfoo \t]\na = b", Some("a=b")),
        ("[   profile foo   ]\na = b", Some("a=b")),
        ("[profile\tfoo]\r\na = b\r\n", Some("a=b")),
        ("[profile \"foo\"]\na = b", Some("a=b")),
        ("[profile 'foo']\na = b", Some("a=b")),
        ("\u{feff}[profile foo]\na = b", Some("a=b")),
        ("[profile foo]\na \t=  \tb \t", Some("a=b")),
        ("[profile foo]\nA = b\n[profile foo]\na = c", Some("a=c")),
        ("[profile foo]\na = b=c==", Some("a=b=c==")),
        ("[profile foo]\na =", Some("a=")),
        (
            "[profile foo]\nin valid = b\na = ü😂",
            Some("in valid=b a=ü😂"),
        ),
        (
            "\t \n[profile foo]\n\t\n \na = b\n\t \n[profile bar]\n \t",
            Some("a=b"),
        ),
        ("# x\n[profile foo] # y\na = b # z ; z", Some("a=b")),
        ("; x\n[profile foo]; y\na = b ; z # z", Some("a=b")),
        (
            "[profile foo]# [y]\na = b; c\nd = e#f",
            Some("a=b; c d=e#f"),
        ),
        ("[profile foo]\na = # x\nb = ;", Some("a= b=")),
        ("[profile foo]\n  # x\na = b\n  # x\nc = d", Some("a=b c=d")),
        ("[profile foo]\na = b\n -more", Some("a=b…")),
        (
            "[profile foo]\na = b\n -more\n\n\t-and more\nc = d",
            Some("a=b… c=d"),
        ),
        (
            "[profile foo]\ns3 =\n  a = b\n\n  c = d\ne = f",
            Some("s3=… e=f"),
        ),
        (
            "[profile foo]\n  a = b\n  c = d\n    more",
            Some("a=b c=d…"),
        ),
        (
            "[profile foo]\na = b\n[profile bar]\nc = d\n[profile foo]\ne = f",
            Some("a=b e=f"),
        ),
        (
            "[profile in valid]\n continued = 1\n[profile foo]\na = b",
            Some("a=b"),
        ),
    ] {
        assert_eq!(
            read(FileKind::Config, text, "foo").as_deref(),
            properties,
            "{text:?}"
        );
    }
    let quoted = "[profile 'my work']\na = b";
    assert_eq!(
        read(FileKind::Config, quoted, "my work").as_deref(),
        Some("a=b")
    );
    assert_eq!(
        read(FileKind::Config, "[profile Foo]", "foo"),
        None,
        "names have a case"
    );
    let name = "some-thing:long/the_one%only.foo@bar+";
    assert_eq!(
        read(FileKind::Config, &format!("[profile {name}]"), name).as_deref(),
        Some("")
    );
}

#[test]
fn the_default_profile_has_two_names() {
    for (text, properties) in [
        ("[default]\na = b", Some("a=b")),
        ("[profile default]\na = b", Some("a=b")),
        ("[default]\na = b\n[profile default]\nc = d", Some("c=d")),
        (
            "[profile default]\nc = d\n[default]\na = b\n[profile default]\ne = f",
            Some("c=d e=f"),
        ),
        ("[Default]\na = b", None),
    ] {
        assert_eq!(
            read(FileKind::Config, text, "default").as_deref(),
            properties,
            "{text:?}"
        );
    }
}

#[test]
fn a_credentials_file() {
    for (text, properties) in [
        ("[foo]\na = b", Some("a=b")),
        ("[  foo  ]\na = b", Some("a=b")),
        ("[profile foo]\na = b", None),
        ("[foo]\na = b\n[profile foo]\na = c", Some("a=b")),
    ] {
        assert_eq!(
            read(FileKind::Credentials, text, "foo").as_deref(),
            properties,
            "{text:?}"
        );
    }
}

#[test]
fn what_is_no_line_of_the_format_is_named_and_not_shown() {
    for (text, line, problem) in [
        ("[profile foo", 1, "must end with `]`"),
        ("[profile foo] secret", 1, "only a comment"),
        ("\na = secret", 2, "must come first"),
        (" -secret", 1, "must come first"),
        ("[profile foo]\n= secret", 2, "must have a name"),
        (
            "[profile foo]\na = b\nsecret : secret",
            3,
            "must have a `=`",
        ),
        ("[profile foo]\n -secret", 2, "must have a `=`"),
        (
            "[profile foo]\na = b\n[profile foo]\n -secret",
            4,
            "must have a `=`",
        ),
        ("[profile foo]\nsecret #=", 2, "must have a `=`"),
    ] {
        let error = ProfileFile::parse(FileKind::Config, text).err().unwrap();
        assert_eq!(error.line, line, "{text:?}");
        assert!(
            error.problem.contains(problem),
            "{text:?}: {}",
            error.problem
        );
    }
}

#[test]
fn a_profile_named_as_in_the_other_file_is_found() {
    let config = ProfileFile::parse(FileKind::Config, "[default]\n[foo]").unwrap();
    assert_eq!(config.near_miss("foo").map(|(line, _)| line), Some(2));
    assert_eq!(config.near_miss("bar"), None);
    let credentials = ProfileFile::parse(FileKind::Credentials, "[profile foo]").unwrap();
    assert_eq!(credentials.near_miss("foo").map(|(line, _)| line), Some(1));
}
