import Testing

@testable import Understanding

@Suite struct ReplyInputTests {
    @Test(arguments: [
        "From: a@b.example\nSubject: x\n\nbody", "Subject: x\r\n\r\nbody",
        "Return-Path: <a@b.example>\nX-Odd: 1\n folded\n\n",
        "From a@b.example Mon Jan 1 00:00:00 2026\nReceived: by x\nTo: y\n\n", "From: a\nTo: b",
    ])
    func whatBeginsWithAHeaderIsAMail(_ text: String) {
        #expect(ReplyInput(Array(text.utf8), fileName: "-") == .mail(Array(text.utf8)))
    }

    @Test(arguments: [
        "Sounds great!", "WhatsApp: +55 11 91234-5678\n\nBye", "Hi there:\n\nyes", "", "\nFrom: a@b.example\nTo: c\n\n",
        " x: y\n\n",
        "Subject: to change\nbut I like it\n\nBye", "phone: 1\nfrom: me\n\n",
    ])
    func whatDoesNotIsABody(_ text: String) {
        #expect(ReplyInput(Array(text.utf8), fileName: "reply.txt") == .plainBody(text))
    }

    @Test func theNameOfTheFileTells() {
        #expect(ReplyInput(Array("x".utf8), fileName: "a/B.EML") == .mail(Array("x".utf8)))
        #expect(ReplyInput(Array("<p>x</p>".utf8), fileName: "b.html") == .htmlBody("<p>x</p>"))
    }
}
