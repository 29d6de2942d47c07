import MIME
import Testing

@Test(arguments: [
    ("<p>a</p><p>b</p>", "a\n\nb"), ("<div>a</div><div>b</div>", "a\nb"), ("a<br>b<br><br>c", "a\nb\n\nc"),
    ("<div>a<br></div><div>b</div>", "a\nb"), ("  a \n b  ", "a b"), ("<b>a</b><i>b</i>", "ab"), ("a <b> b</b>", "a b"),
    ("<pre>a\n  b</pre>", "a\n  b"), ("<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb"),
    ("<ul><li>a<li>b</ul>c", "a\nb\nc"), ("<h1>a</h1>b", "a\nb"), ("a&nbsp;&nbsp;b", "a b"), ("a\u{200B}b", "ab"),
    ("&lt;a&gt; &quot;b&#39; &apos;c", "<a> \"b' 'c"), ("&copy; &notanentity; &", "© &notanentity; &"),
    ("&#0;&#x110000;&#150;", "\u{FFFD}\u{FFFD}–"), ("a<!-- <p>b</p> -->c", "ac"), ("a<!DOCTYPE html>b", "ab"),
    ("<a href=\"x>y\">a</a>b", "ab"), ("<img alt='>'>a", "a"), ("a<", "a<"), ("a</", "a</"), ("a<b", "a"), ("", ""),
    ("<title>t</title>a<style>s</style>", "a"),
    ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
    ("<div>日本</div><div>語</div>", "日本\n語"), ("<div>&#128077;</div>", "👍"),
])
func laysOutText(_ html: String, _ text: String) {
    #expect(HTMLText(html).text == text)
}

@Test func marksWhatTheMarkupQuotes() {
    let html = HTMLText(
        "<div>a</div><blockquote type=cite>b<div>c</div></blockquote><div>d</div><blockquote>e</blockquote>")
    let bytes = Array(html.text.utf8)
    #expect(html.text == "a\nb\nc\nd\ne\n")
    #expect(html.quoted.map { String(decoding: bytes[$0], as: UTF8.self) } == ["b\nc\n", "e\n"])
}

@Test func marksSignaturesAndRules() {
    let html = HTMLText("<p>a</p><div class=gmail_signature>b</div><hr>c")
    let bytes = Array(html.text.utf8)
    #expect(html.signatures.map { String(decoding: bytes[$0], as: UTF8.self) } == ["b\n"])
    #expect(html.rules.map { String(decoding: bytes[$0...], as: UTF8.self) } == ["c"])
}

@Test func deepNestingKeepsTheText() {
    let html = HTMLText(
        String(repeating: "<div>", count: 100_000) + "deep" + String(repeating: "</div>", count: 100_000) + "end")
    #expect(html.text == "deep\nend")
}
