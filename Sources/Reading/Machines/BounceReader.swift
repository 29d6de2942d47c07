import Correspondence
import MIME

/// Reads a bounce: its report (RFC 3464) if there is one, otherwise its text.
struct BounceReader {
    private let mail: ParsedMail
    private let text: [UInt8]

    /// A bounce of which only the headers were seen: it suppresses nothing.
    static let unread = Bounce(isPermanent: false, recipient: nil, originalMessageID: nil, status: nil)

    /// Reports are short; the returned mail below may be long.
    private static let maxText = 16_000

    init(_ mail: ParsedMail) {
        self.mail = mail
        let body = mail.text ?? mail.html.map { HTMLText($0).text } ?? ""
        text = Array(body.utf8.prefix(Self.maxText))
    }

    /// A bounce; a receipt when the report says that the mail arrived.
    var kind: MachineMail.Kind {
        if let report = DeliveryReport(mail) {
            if report.isSuccess { return .receipt }
            let status = report.status ?? StatusCode.first(in: text)
            return .bounce(
                Bounce(
                    isPermanent: !report.isDelayed
                        && StatusCode.isPermanent(status, diagnostic: report.diagnostic ?? text),
                    recipient: report.recipient ?? recipientInText, originalMessageID: originalMessageID,
                    status: status))
        }
        let status = StatusCode.first(in: text)
        return .bounce(
            Bounce(
                isPermanent: !isDelay && StatusCode.isPermanent(status, diagnostic: text), recipient: recipientInText,
                originalMessageID: originalMessageID, status: status))
    }

    // MARK: Free text

    private static let delays = PhraseSet(ReadingWords.machines("delay"))

    /// Whether subject or text announce another delivery attempt.
    private var isDelay: Bool {
        let subject = (mail.headers.subject ?? "").foldedForMatching
        return Self.delays.occurs(in: subject) || Self.delays.occurs(in: text.prefix(1_500).foldedForMatching)
    }

    private static let failures = PhraseSet(ReadingWords.machines("failed recipients"))

    /// X-Failed-Recipients, or the first address after a word about recipients or anywhere in the text that is not the report's
    /// own sender or addressee.
    private var recipientInText: EmailAddress? {
        if let named = mail.headers.fields.first("X-Failed-Recipients"),
            let address = EmailAddress(named.prefix { $0 != "," && !$0.isWhitespace })
        {
            return address
        }
        let named = Self.failures.firstMatch(in: text.lowercasedASCII).flatMap { address(in: text[$0.upperBound...]) }
        return named ?? address(in: text[...])
    }

    private func address(in text: ArraySlice<UInt8>) -> EmailAddress? {
        let known = Set((mail.headers.from + mail.headers.to).map { $0.address.lowercased() })
        for word in text.split(whereSeparator: { $0 <= 0x20 || "<>()[]\"',;".utf8.contains($0) }) {
            guard word.contains(UInt8(ascii: "@")) else { continue }
            let bare = word.trimming { ":.?!".utf8.contains($0) }
            let candidate = String(decoding: bare.hasMailto ? bare.dropFirst(7) : bare, as: UTF8.self)
            guard let address = EmailAddress(candidate), !known.contains(address.key),
                !MailSystems.daemons.contains(address.localPart), address.localPart != "postmaster"
            else { continue }
            return address
        }
        return nil
    }

    // MARK: The returned mail

    /// Our id: from the returned mail or its headers, from a copy in the text, or from the ids that the bounce answers.
    var originalMessageID: MessageID? {
        let parts = mail.root.selfAndDescendants
        for part in parts {
            if case .message(let headers, _) = part.content, let id = headers.messageID.flatMap({ MessageID($0) }) {
                return id
            }
        }
        for part in parts where part.contentType.essence.hasSuffix("rfc822-headers") {
            if let id = part.fieldGroups.lazy.compactMap({ $0.first("Message-ID") }).first.flatMap({ messageID(in: $0) }
            ) {
                return id
            }
        }
        return messageIDInText ?? mail.headers.inReplyTo.first.flatMap { MessageID($0) }
            ?? mail.headers.references.last.flatMap { MessageID($0) }
    }

    private var messageIDInText: MessageID? {
        let whole = mail.text.map { Array($0.utf8.prefix(200_000)) } ?? text
        for line in whole.split(separator: 0x0A) {
            let bare = line.drop { $0 <= 0x20 || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "|") }
            let name = "message-id:".utf8
            guard bare.prefix(name.count).map(\.lowercasedASCII).elementsEqual(name) else { continue }
            if let id = messageID(in: String(decoding: bare.dropFirst(name.count), as: UTF8.self)) { return id }
        }
        return nil
    }

    private func messageID(in text: String) -> MessageID? {
        let inner = text.split(separator: "<", maxSplits: 1).last?.prefix { $0 != ">" } ?? ""
        return MessageID(inner.filter { !$0.isWhitespace })
    }
}

/// The report part of a bounce.
private struct DeliveryReport {
    let status: String?
    let recipient: EmailAddress?
    let diagnostic: [UInt8]?
    let isDelayed: Bool
    let isSuccess: Bool

    init?(_ mail: ParsedMail) {
        let groups = mail.root.selfAndDescendants
            .filter { ["message/delivery-status", "message/global-delivery-status"].contains($0.contentType.essence) }
            .flatMap(\.fieldGroups)
        let recipients = groups.filter {
            $0.contains("Final-Recipient") || $0.contains("Original-Recipient") || $0.contains("Action")
        }
        // Among several recipients, the failed one matters.
        guard let group = recipients.first(where: { Self.action($0) == "failed" }) ?? recipients.first else {
            return nil
        }
        let action = Self.action(group)
        status = group.first("Status").flatMap { StatusCode.first(in: Array($0.utf8)) }
        recipient =
            group.first("Original-Recipient").flatMap(Self.address)
            ?? group.first("Final-Recipient").flatMap(Self.address)
        diagnostic = group.first("Diagnostic-Code").map { Array($0.utf8) }
        isDelayed = action == "delayed"
        isSuccess = ["delivered", "relayed", "expanded"].contains(action)
    }

    private static func action(_ group: HeaderFields) -> String {
        group.first("Action")?.lowercased().prefix { $0.isLetter }.description ?? ""
    }

    /// `rfc822; ann@example.test`, with or without the type and angle brackets.
    private static func address(_ field: String) -> EmailAddress? {
        let value = field.split(separator: ";", maxSplits: 1).last ?? ""
        let bare = value.filter { !$0.isWhitespace && $0 != "<" && $0 != ">" && $0 != "\"" }
        return EmailAddress(bare)
    }
}

/// Enhanced status codes (RFC 3463), and their meaning for the address.
enum StatusCode {
    /// The first `4.x.x` or `5.x.x` in `text`.
    static func first(in text: [UInt8]) -> String? {
        var index = 0
        while index + 5 <= text.count {
            let isStart = text[index] == UInt8(ascii: "4") || text[index] == UInt8(ascii: "5")
            if isStart, index == 0 || !(text[index - 1].isDigit || text[index - 1] == UInt8(ascii: ".")),
                let end = codeEnd(text, from: index)
            {
                return String(decoding: text[index..<end], as: UTF8.self)
            }
            index += 1
        }
        return nil
    }

    private static func codeEnd(_ text: [UInt8], from start: Int) -> Int? {
        var index = start + 1
        for _ in 0..<2 {
            guard index < text.count, text[index] == UInt8(ascii: ".") else { return nil }
            let digits = text[(index + 1)...].prefix(4).prefix(while: \.isDigit).count
            guard (1...3).contains(digits) else { return nil }
            index += 1 + digits
        }
        // Four numbers are an IP address.
        let goesOn = index + 1 < text.count && text[index] == UInt8(ascii: ".") && text[index + 1].isDigit
        return goesOn ? nil : index
    }

    private static let unknownAddress = PhraseSet(ReadingWords.machines("no such user"))
    private static let otherFaults = PhraseSet(ReadingWords.machines("not the address"))

    /// The codes for a wrong address (RFC 3463 section 3.2, RFC 7505 section 4.2): no such mailbox, no such system, bad syntax,
    /// moved without a new address, no mail accepted for the domain.
    private static let addressCodes: Set<String> = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"]

    /// Whether the address is permanently gone, so that nothing must be sent there again.
    ///
    /// Only such a code, or such words about the address itself, count. A refusal of us (a blocked IP address, a policy, a limit) or a
    /// temporary state (a full or suspended mailbox) says nothing about the address, whatever its code
    /// claims.
    static func isPermanent(_ status: String?, diagnostic: [UInt8]) -> Bool {
        let words = Self.report(in: diagnostic).lowercasedASCII
        if let status, status.hasPrefix("4") { return false }
        if let status, addressCodes.contains(status) { return !otherFaults.occurs(in: words) }
        guard let phrase = unknownAddress.firstMatch(in: words) else { return false }
        let around = words[max(0, phrase.lowerBound - 200)..<min(words.count, phrase.upperBound + 200)]
        return !otherFaults.occurs(in: Array(around))
    }

    /// The text above the copy of our mail.
    private static func report(in text: [UInt8]) -> ArraySlice<UInt8> {
        let start = text.prefix(4_000)
        var line = start.startIndex
        while line < start.endIndex {
            let end = start[line...].firstIndex(of: 0x0A) ?? start.endIndex
            let bare = start[line..<end].drop { $0 <= 0x20 || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "|") }
            let folded = bare.prefix(20).lowercasedASCII
            if copies.contains(where: { folded.starts(with: $0.utf8) }) { return start[..<line] }
            line = end + 1
        }
        return start
    }

    private static let copies = [
        "received:", "return-path:", "mime-version:", "dkim-signature:", "x-spam", "------ this is a", "--- below this",
    ]
}

extension Collection<UInt8> {
    fileprivate var lowercasedASCII: [UInt8] { map(\.lowercasedASCII) }
    fileprivate var hasMailto: Bool { prefix(7).elementsEqual("mailto:".utf8) }
}
