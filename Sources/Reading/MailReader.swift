package import Correspondence
package import MIME
package import Timing

/// Reads a mail: parses it, finds its body, divides that into zones, and decides whether a person wrote it.
///
/// A pure function of its arguments, so that every reading can be repeated.
package struct MailReader: Sendable {
    private let parser: MailParser
    private let machineGuard = MachineGuard()

    package init(limits: MailLimits = .default) { parser = MailParser(limits: limits) }

    /// Reads a whole mail.
    ///
    /// - Parameters:
    ///   - source: RFC 5322 bytes as stored by the server.
    ///   - receivedAt: the server's date, from which "back on Monday" counts.
    ///   - ownAddresses: ours; mail from them is marked, not refused.
    ///   - sent: the text of our own mail in the conversation; its lines are quotes wherever they stand.
    /// - Throws: when the mail is empty or longer than the limits allow.
    package func read(
        _ source: [UInt8], receivedAt: Timestamp, ownAddresses: Set<EmailAddress>, sent: SentWords = SentWords([])
    ) throws(ReadingError) -> ReadMail {
        let mail: ParsedMail
        do { mail = try parser.parse(source) } catch { throw .mail(error) }
        let headers = HeaderSummary(mail.headers)
        let body = sent.quoting(ReplyBody.zones(of: mail, by: headers.from.map(Writer.init)))
        let machine = machineGuard.verdict(for: mail, body: body, receivedAt: receivedAt)
        return ReadMail(
            headers: headers, fields: mail.headers.fields, body: body,
            machine: machine, returnedID: machine?.isReport == true ? Self.returnedID(mail, body) : nil,
            isFromUs: headers.from.map { ownAddresses.contains($0.address) } ?? false,
            hasAttachments: mail.attachments.contains { !$0.isInline },
            defects: mail.defects.map(\.rawValue).sorted(),
            languageHint: LanguageHint.language(of: mail))
    }

    /// The Message-ID of the mail that a report returns.
    private static func returnedID(_ mail: ParsedMail, _ body: ZonedText) -> MessageID? {
        NotificationDocument(body.text)?.originalMessageID ?? BounceReader(mail).originalMessageID
    }

    /// The own text of a mail of ours, with its signature and footer; nil when it cannot be read.
    package func ownWords(of source: [UInt8]) -> String? {
        // If a mail of ours cannot be read, quotes of it cannot be recognised.
        guard let mail = try? parser.parse(source) else { return nil }
        let body = ReplyBody.zones(of: mail, by: nil)
        return body.text(of: .own) + "\n" + body.text(of: .signature)
    }

    /// Reads a header block that was fetched alone (`BODY.PEEK[HEADER]`).
    ///
    /// - Throws: when the block holds no field or is longer than the limits allow.
    package func readHeaders(_ block: [UInt8]) throws(ReadingError) -> ReadHeaders {
        let headers: MailHeaders
        do { headers = try parser.parseHeaders(block) } catch { throw .mail(error) }
        return ReadHeaders(
            summary: HeaderSummary(headers), fields: headers.fields, machine: machineGuard.verdict(forHeaders: headers))
    }
}
