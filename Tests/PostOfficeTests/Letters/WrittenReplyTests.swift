import Foundation
import Testing
import Timing

@testable import PostOffice

@Suite struct WrittenReplyTests {
    static let original = MailText(
        from: Person("Mila Shop", "mila@shop.example"), to: [Person("Ada Test", "ada@creators.example")],
        subject: "A pair of shoes", messageID: "second@shop.example", date: .tuesday,
        inReplyTo: "first@shop.example", references: ["zero@shop.example", "first@shop.example"],
        body: .alternative(plain: "Hi Ada,\n\nwould you like a pair?\n\n> older\n\nMila", html: "<p>Hi Ada</p>")
    ).bytes

    static func reply(_ style: ReplyStyle, _ threading: ReplyThreading = .proper) -> [UInt8] {
        var reply = WrittenReply(
            to: original, of: .tuesday, by: Person("Ada Test", "ada@creators.example"),
            saying: "Yes, I'd love to!\n\nAda", style: style)
        reply.threading = threading
        return reply.mail(messageID: "answer@creators.example", date: .tuesday + .seconds(3_600)).bytes
    }

    /// Each style as a whole, against the file kept beside this one.
    @Test(arguments: ReplyStyle.allCases) func everyStyleLooksAsItDid(style: ReplyStyle) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
        let golden = try Data(contentsOf: folder.appending(path: "\(style.rawValue).eml"))
        #expect(Self.reply(style).text.replacing("\r\n", with: "\n") == String(decoding: golden, as: UTF8.self))
    }

    @Test(arguments: ReplyStyle.allCases) func answersNameWhatTheyAnswer(style: ReplyStyle) {
        let headers = MailHeaders(Self.reply(style))
        #expect(headers.messageIDs(in: "In-Reply-To") == ["second@shop.example"])
        #expect(
            headers.messageIDs(in: "References") == ["zero@shop.example", "first@shop.example", "second@shop.example"])
        #expect(headers["Subject"] == "Re: A pair of shoes")
        #expect(headers["To"] == "Mila Shop <mila@shop.example>")
    }

    @Test func poorThreadingLeavesHeadersOut() {
        let referencesOnly = MailHeaders(Self.reply(.gmail, .referencesOnly))
        #expect(referencesOnly["In-Reply-To"] == nil && referencesOnly["References"] != nil)
        let none = MailHeaders(Self.reply(.gmail, .none))
        #expect(none["In-Reply-To"] == nil && none["References"] == nil)
    }

    @Test(arguments: ReplyStyle.allCases) func theAnswerAndTheOriginalAreBothInTheText(style: ReplyStyle) {
        let text = LetterReader(Self.reply(style)).text
        #expect(text.contains("Yes, I'd love to!"))
        #expect(text.contains("would you like a pair?"))
        let answer = text.range(of: "Yes, I'd")!.lowerBound
        let original = text.range(of: "would you like")!.lowerBound
        #expect((answer < original) == (style != .bottomPosting))
    }

    @Test(arguments: [("Re: x", "Re: x"), ("RE: x", "RE: x"), ("x", "Re: x"), ("Result", "Re: Result"), ("", "Re: ")])
    func reIsPutOnce(subject: String, answer: String) {
        #expect(WrittenReply.subject(answering: subject) == answer)
    }

    @Test(arguments: [(0, "12:00 AM"), (11 * 3600 + 59 * 60, "11:59 AM"), (43_200, "12:00 PM"), (82_860, "11:01 PM")])
    func hoursAreAmerican(second: Int, text: String) {
        #expect(WrittenDate(.epoch + .seconds(second)).clock(" ") == text)
    }
}
