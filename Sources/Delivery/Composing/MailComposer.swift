import Correspondence
import Text
import Timing

/// Renders a letter once, as the bytes that are stored and sent: RFC 5322 with CR LF, ASCII only.
///
/// Nothing a name, subject or text contains can begin a header or end the header block.
package struct MailComposer: Sendable {
    package init() {}

    /// The complete mail. Pure: the same letter always gives the same bytes.
    package func compose(_ letter: Letter) -> OutgoingMail {
        var header = HeaderWriter()
        header.add("Date", [letter.date.rfc5322])
        header.add("From", Phrase.mailbox(letter.from))
        header.add("To", Phrase.mailbox(letter.to))
        header.add("Subject", Phrase.unstructured(subject(of: letter)))
        header.add("Message-ID", [letter.messageID.bracketed])
        // Some providers replace the Message-ID; our own copy is recognised by this field.
        header.add("X-Mosaic-ID", [letter.messageID.bracketed])
        if let parent = letter.parent {
            header.add("In-Reply-To", [parent.messageID.bracketed])
            header.add("References", parent.answerReferences.map(\.bracketed))
        }
        if let automation = letter.automation {
            header.add("Auto-Submitted", [automation.rawValue])
            // Exchange's field for "do not answer this" (MS-OXCMAIL section 2.2.3.2.14).
            header.add("X-Auto-Response-Suppress", ["OOF,", "AutoReply"])
        }
        if letter.offersOptOut {
            let subject = OptOutRequest.subject(for: letter.messageID)
            let mail = "<mailto:\(letter.from.address)?subject=\(Self.escaped(subject))>"
            header.add("List-Unsubscribe", (letter.optOutLink.map { ["<\($0)>,"] } ?? []) + [mail])
            // RFC 8058 section 3.1: without it mail programs only show the link.
            if letter.optOutLink != nil { header.add("List-Unsubscribe-Post", ["List-Unsubscribe=One-Click"]) }
        }
        header.add("MIME-Version", ["1.0"])
        let body = MailBody(letter)
        for (name, words) in body.fields { header.add(name, words) }
        return OutgoingMail(
            messageID: letter.messageID, sender: letter.from.address, recipient: letter.to.address,
            bytes: header.bytes + [0x0D, 0x0A] + body.bytes)
    }

    /// The characters that a value in a mailto URL may contain (RFC 6068 section 2).
    private static func escaped(_ text: String) -> String {
        text.utf8.reduce(into: "") { url, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                url.unicodeScalars.append(Unicode.Scalar(byte))
            default: url += "%" + Hexadecimal.encoded([byte]).uppercased()
            }
        }
    }

    private func subject(of letter: Letter) -> String {
        let subject = HeaderText.clean(letter.subject)
        return letter.parent == nil ? subject : Subject.reply(to: subject)
    }
}
