//! Patterns of ECMA-262 and what they match.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use lockstep_codegen::pattern::{Engine, translate};

/// Checks what a pattern matches and what it does not.
fn check(pattern: &str, yes: &[&str], no: &[&str]) {
    let translated = translate(pattern).unwrap();
    assert_eq!(translated.engine, Engine::Linear, "{pattern}");
    let regex = regex::Regex::new(&translated.regex).unwrap();
    for text in yes {
        assert!(
            regex.is_match(text),
            "{pattern} as {} does not match {text:?}",
            translated.regex
        );
    }
    for text in no {
        assert!(
            !regex.is_match(text),
            "{pattern} as {} matches {text:?}",
            translated.regex
        );
    }
}

#[test]
fn classes_are_those_of_ecma() {
    check(r"^\d+$", &["19"], &["١٩", ""]);
    check(r"^\w$", &["a", "_"], &["é"]);
    check(r"^\D\W$", &["éé"], &["1é", "éa"]);
    check(
        r"^\s$",
        &[" ", "\u{a0}", "\u{feff}", "\u{2028}"],
        &["\u{85}", "x"],
    );
    check(r"^[^\s]\S$", &["\u{85}x"], &["\u{feff}x"]);
    check(r"\bfoo\b", &["éfoo"], &["xfoo"]);
    check("^.$", &["\u{85}", "😀"], &["\n", "\r", "\u{2028}"]);
    check("^[^]{2}$", &["\n\n"], &["x"]);
    check("[]", &[], &["", "x"]);
}

#[test]
fn a_pattern_is_searched_for() {
    check("b", &["abc"], &["ac"]);
    check("^a$", &["a"], &["a\n", "\na"]);
}

#[test]
fn brackets_do_not_nest() {
    check("^[[a&&b]$", &["[", "a", "&", "b"], &["c"]);
    check("^[[:alpha:]]$", &["a]", ":]"], &["b]", "a"]);
    check(r"^[\w-.]+$", &["a-.b"], &["/"]);
    check(r"^[a-z-9\]~~]$", &["b", "-", "9", "]", "~"], &["0"]);
    check("^[-a]$", &["-", "a"], &["b"]);
}

#[test]
fn characters_are_named_in_many_ways() {
    check(r"^\x41\u0042\cJ\/\-\t\0$", &["AB\n/-\t\0"], &["AB"]);
    check(
        r"^\uD83D\uDE00[\uD83D\uDE00-\uD83D\uDE4F]$",
        &["😀😃"],
        &["😀a"],
    );
    check(r"^[\u0020-\uFFFF]$", &["\u{e000}", "a"], &["\n", "😀"]);
    check(r"^[\uD800]|^\uDC00", &[], &["a", ""]);
    check(r"^[\p{L}\P{L}]\p{Lu}$", &["1É"], &["1é"]);
    check(r"^[\p{Graph}\x20]\p{XDigit}\x{60}$", &["a0`"], &["éf`"]);
    check("^a{,2}{$", &["a{,2}{"], &["aa"]);
}

#[test]
fn what_looks_around_or_back_needs_another_engine() {
    for (pattern, regex) in [
        (r"^(?!aws:)[a-z]+$", r"^(?!aws:)[a-z]+$"),
        (r"x(?<!\.)(?<=x)", r"x(?<!\.)(?<=x)"),
        (r"(?:(a)|b)\1{2}", r"(?:(a)|b)(?:\k<1>){2}"),
        (r"(?<q>['`])x\k<q>", r"(?<q>['`])x(?:\k<q>)"),
        (r"(?=x)*(?!y){0,2}(?=z)+z", r"(?=z)z"),
    ] {
        let translated = translate(pattern).unwrap();
        assert_eq!(
            (translated.regex.as_str(), translated.engine),
            (regex, Engine::Backtracking)
        );
    }
}

#[test]
fn groups_are_not_kept_unless_they_are_referred_to() {
    assert_eq!(translate("^(a|(b))?$").unwrap().regex, "^(?:a|(?:b))?$");
}

#[test]
fn what_is_no_pattern_is_an_error() {
    for pattern in [
        "(",
        ")",
        "[",
        "[b-a]",
        "*",
        "a**",
        "a|*",
        r"\",
        r"\xZZ",
        r"\u12",
        r"\c1",
        r"\p{Nope}",
        r"\pL",
        "(?x)a",
        "(?>a)",
        r"\1",
        r"\q",
        r"[\1]",
        "a{2,1}",
        "a{99999999999}",
        "(?:.{1000}){1000}",
    ] {
        assert!(translate(pattern).is_err(), "{pattern}");
    }
}

#[test]
fn what_java_alone_knows_is_understood() {
    check(r"\A[a-z]+\z", &["ab"], &["ab1", "1ab"]);
    check(r"\Aa\Z", &["a"], &["ab"]);
    check(r"^\h\H$", &[" x", "\u{3000}x"], &["\nx", "x "]);
    check(r"^[\h,]$", &["\t", ","], &["x"]);
    check(r"^\e$", &["\u{1b}"], &["e"]);
    check(r"^\Qa.b(\E+$", &["a.b(", "a.b(("], &["axb(", "a.ba.b("]);
    check("(?i)^ab$", &["aB", "AB"], &["a"]);
    check("^a(?i:b)c$", &["aBc"], &["aBC", "Abc"]);
    check("^(?s).(?-s).$", &["\na", "aa"], &["a\n"]);
    check("^(?:(?s).)a.$", &["\nab"], &["\na\n"]);
    check("^(?s:.)b$", &["\nb"], &["b"]);
    check("(?m)^b$", &["a\nb"], &["ab"]);
    // A repetition that gives nothing back.
    let kept = translate("^a++b$").unwrap();
    assert_eq!(
        (kept.engine, &*kept.regex),
        (Engine::Backtracking, "^a++b$")
    );
    assert!(translate("(?x)a b").is_err());
}
