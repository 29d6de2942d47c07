import Testing

@testable import Templates

struct PlainTextTests {
    @Test(arguments: [
        ("a  b\n c", "a b c\n"), ("<p>a</p><p>b</p>", "a\n\nb\n"), ("<div>a</div><div>b</div>c", "a\nb\nc\n"),
        ("a<br>b<br><br>c", "a\nb\n\nc\n"),
        ("<h1>a</h1>b", "a\n\nb\n"), ("<ul><li>a</li><li><p>b</p></li></ul>c", "- a\n- b\n\nc\n"),
        ("<ol><li>a<ul><li>x</ul><li>b</ol>", "1. a\n  - x\n2. b\n"),
        ("<a href=\"https://a.example/\">shop</a>!", "shop <https://a.example/>!\n"),
        ("<a href='https://a.example'>https://a.example</a>", "https://a.example\n"),
        ("<a href=https://a.example>a.example</a>", "a.example\n"),
        ("<a href='mailto:ann@shop.example'>ann@shop.example</a>", "ann@shop.example\n"),
        ("<a href='#top'>up</a>", "up\n"),
        (
            "<a href='https://a.example/?a=1&amp;b=2'><img alt='our shop' src=x></a>",
            "our shop <https://a.example/?a=1&b=2>\n"
        ),
        ("<a href='https://a.example/'></a>", "<https://a.example/>\n"),
        (
            "&lt;b&gt; &amp; &quot;x&#39; &#xe9;&eacute; &euro; &nbsp;! &unknown; & &;",
            "<b> & \"x' éé € ! &unknown; & &;\n"
        ),
        ("<head><title>t</title></head><style>a{}</style><script>x()</script>a<!-- c -->b<!DOCTYPE html>", "ab\n"),
        ("<div style='DISPLAY: none'>a<div>b</div>c</div>d", "d\n"),
        ("a<span style=\"display:none\">b</span>c", "ac\n"),
        ("<pre>a\n  b</pre>c", "a\n  b\n\nc\n"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc\n"),
        ("a<hr>b", "a\n---\nb\n"), ("1 < 2 <3", "1 < 2 <3\n"), ("a <b", "a <b\n"), ("<b title=\">\">x</b>", "x\n"),
        ("<b title=\">x</b>y", "xy\n"), ("", ""),
        ("<p> </p>", ""), ("<blockquote>a</blockquote>b", "a\n\nb\n"),
    ])
    func htmlIsReadAsAPersonWouldReadIt(_ html: String, _ expected: String) {
        #expect(PlainText.text(of: html) == expected)
    }

    @Test(arguments: [
        "<", "<a ", "<a href=\"", "<!--", "<script>", "<div style=\"display:none\">", "</", "<li>", "<ul>", "<pre>",
        "&", "&#", "<a href=x>", "<p>",
        "<a b=\"><", "<hr>", "\"<a ", "<td>", "<!", "[gap:1]", "{", "{a|", "{a}", "}", "[", "[gap", "\n ", "{{ x", "{#",
        "{% raw %}", "{{ 1 }}",
        "{% if 1 %}", "{{ \"", "\u{A0}", "-}}", "{%-",
    ])
    func hostileSourcesEndInTime(_ piece: String) {
        // 64 KiB each; what is quadratic would take minutes.
        let text = String(repeating: piece, count: (64 << 10) / piece.utf8.count)
        _ = PlainText.text(of: text)
        _ = LinkCheck.problem(in: text)
        for mode in [
            TemplateMode(syntax: .jinja), TemplateMode(syntax: .placeholders),
            TemplateMode(syntax: .placeholders, output: .html),
        ] {
            _ = try? Template.compile(text, mode: mode).render(fields: ["a": "b"], missing: .blank)
        }
    }

    @Test(arguments: [
        ("jOHN o'neil van-der BERG", "John O'neil Van-Der Berg"), ("(a) [b] {c} <d>", "(A) [B] {C} <D>"), ("", ""),
        ("ΟΔΟΣ ΑΣ", "Οδος Ασ"),
    ])
    func titlesAreThoseOfJinja(_ text: String, _ expected: String) {
        #expect(Array(PythonText.titled(text).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test func theNearestNamesComeFirst() {
        let names = ["first_name", "last_name", "company_name", "email", "city"]
        #expect(NearestNames.to("frist_name", among: names) == ["first_name"])
        #expect(NearestNames.to("Company", among: names) == ["company_name"])
        #expect(NearestNames.to("e-mail", among: names) == ["email"])
        #expect(NearestNames.to("zebra", among: names).isEmpty)
    }
}
