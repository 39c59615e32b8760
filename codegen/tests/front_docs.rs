//! Smithy's documentation as comments of Rust.

use expect_test::{Expect, expect};
use lockstep_codegen::docs;

fn check(text: &str, expected: Expect) {
    let lines = docs::markdown(text);
    assert!(
        lines
            .iter()
            .all(|line| line.trim_end() == line && !line.contains('\n'))
    );
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn html_becomes_markdown() {
    check(
        "<p>The <code>timeout</code> of a <i>chat</i>, in minutes.\n   See\n   <a href=\"https://example.com/a b(c)\">Timers [1]</a>\
         and <a>nothing</a>.</p>\n<note>\n <p><b>Bold: </b>a note</p>\n</note>",
        expect![[r#"
            The `timeout` of a *chat*, in minutes. See [Timers
            \[1\]](https://example.com/a%20b%28c%29)and nothing.

            **Note**

            **Bold:** a note"#]],
    );
    check(
        "<ul><li><p>one</p></li><li>two<ul><li>deep</li></ul></li></ul>text<ol><li>first</li><li>second</li></ol>\
         <dl><dt>Term</dt><dd><p>Meaning</p></dd></dl>",
        expect![[r#"
            - one
            - two

              - deep

            text

            1. first
            2. second

            - **Term**

              Meaning"#]],
    );
    check(
        "<p>One<br/>two</p><pre>\n let x;\n   y```\n</pre><table><tr><td>a</td><td>b</td></tr></table>",
        expect![[r#"
        One

        two

        ```text
         let x;
           y```
        ```

        a b"#]],
    );
}

#[test]
fn text_in_html_is_not_markdown() {
    check(
        "<p>a * b _c_ [d] `e` &lt;T&gt; &amp;lt; <region> Vec<T> foo_bar ~x~ \\ &mdash; &#x41;</p>",
        expect![[
            r#"a \* b \_c\_ \[d\] \`e\` \<T\> \&lt; \<region\> Vec\<T\> foo_bar \~x\~ \\ — A"#
        ]],
    );
    check(
        "<p># no heading</p><p>1. no list</p><p>- nor this</p><p>> nor quote</p>",
        expect![[r#"
        \# no heading

        1\. no list

        \- nor this

        \> nor quote"#]],
    );
    check(
        "<p>arn:<code>arn:aws:iot:<region>:<accountid></code> https://a.b/c_d. (http://x.y) <unclosed <code>z",
        expect![[r#"
        arn:`arn:aws:iot:<region>:<accountid>` <https://a.b/c_d>. (<http://x.y>)
        \<unclosed `z`"#]],
    );
}

#[test]
fn common_mark_stays_what_it_is() {
    check(
        "A *simple* text with `code [x]`, [a link](https://a.b/c \"title\"), [a page](API_X.html), [session], Vec<T> and\n\
         https://x.y/z. Escaped \\[x\\].\n\n- one\n- two\n  goes on\n\n  and on\n  1. a\n  2. b\n- three\n\nAfter, `unclosed.",
        expect![[r#"
            A *simple* text with `code [x]`, [a link](https://a.b/c), a page, \[session\],
            Vec\<T> and <https://x.y/z>. Escaped \[x\].

            - one

            - two goes on

              and on

              1. a
              2. b

            - three

            After, \`unclosed."#]],
    );
    check(
        "# Head\n\n```rust\nlet x = 1;\n```\n\n    indented\n      code\n\nText <b>bold</b> <a href=\"https://a.b\">l</a> <T>",
        expect![[r#"
        # Head

        ```text
        let x = 1;
        ```

        ```text
        indented
          code
        ```

        Text **bold** [l](https://a.b) \<T>"#]],
    );
}

#[test]
fn lines_are_broken_where_no_block_begins() {
    let words = "word ".repeat(15);
    check(
        &format!("<p>{words}and - x 1. y # z > w</p>"),
        expect![[r#"
        word word word word word word word word word word word word word word word and -
        x 1. y # z \> w"#]],
    );
    check(
        &format!("<p>{words}<code>a - code of words</code> end</p>"),
        expect![[r#"
        word word word word word word word word word word word word word word word
        `a - code of words` end"#]],
    );
}

#[test]
fn nothing_is_nothing() {
    for text in [
        "",
        "  \n ",
        "<p></p>",
        "<p> \n </p><ul><li></li></ul>",
        "\u{7}\u{202e}",
    ] {
        assert_eq!(docs::markdown(text), Vec::<String>::new(), "{text:?}");
    }
}
