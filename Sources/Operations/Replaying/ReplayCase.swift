package import Correspondence
package import Text
package import Understanding

/// A reply with its expected answer.
package struct ReplayCase: Sendable {
    package struct Contact: Sendable, Hashable {
        package let kind: String
        package let value: String
    }

    package let id: String
    package let input: ReplyInput
    package let language: String?
    /// ISO 3166 code of the country for its numbers without a calling code; nil for that of the whole run.
    package let region: String?
    package let intent: Intent
    /// Nil where there is no expectation of contacts.
    package let contacts: [Contact]?
    /// The texts of our earlier mails.
    package var sent: [OwnMail] = []
}

/// Why a case cannot be used.
package struct ReplayCaseError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension ReplayCase {
    /// A line of JSON Lines: `{"id","subject","body","headers"?,"from"?,"lang"?,"region"?,"intent","contacts"?,"sent"?}`.
    ///
    /// A contact is `{"kind","value"}`: a number in E.164, or as written where its country must stay open.
    /// With headers or a sender it is read as a mail, so that the guard against machine mail sees what it would really see.
    package init(line: JSON, fallbackID: String) throws(ReplayCaseError) {
        guard let body = line["body"]?.text else { throw ReplayCaseError("\"body\" must be a text") }
        let subject = line["subject"]?.text ?? ""
        var headers: [(String, String)] = []
        for member in line["headers"]?.members ?? [] {
            for value in member.value.items ?? [member.value] { headers.append((member.key, value.text ?? "")) }
        }
        let mail = MailOfCase(from: line["from"]?.text, subject: subject, headers: headers, body: body)
        try self.init(expecting: line, input: .mail(mail.bytes), fallbackID: fallbackID)
    }

    /// The expectation for a mail in a file of its own.
    package init(expecting json: JSON, input: ReplyInput, fallbackID: String) throws(ReplayCaseError) {
        guard let label = json["intent"]?.text, let intent = Intent(rawValue: label) else {
            let labels = Intent.allCases.map(\.rawValue).joined(separator: ", ")
            throw ReplayCaseError("\"intent\" must be one of \(labels)")
        }
        self.init(
            id: json["id"]?.shownID ?? fallbackID, input: input, language: json["lang"]?.text,
            region: json["region"]?.text, intent: intent, contacts: json["contacts"]?.items?.compactMap(Contact.init),
            sent: (json["sent"]?.items ?? [json["sent"]].compactMap(\.self)).compactMap(\.text).map(OwnMail.text))
    }
}

extension ReplayCase.Contact {
    fileprivate init?(_ json: JSON) {
        guard let kind = json["kind"]?.text, let value = json["value"]?.text else { return nil }
        self.init(kind: kind, value: value)
    }
}

extension JSON {
    /// An id as text, whether it is a number or a text.
    fileprivate var shownID: String? {
        switch self {
        case .string(let text): text
        case .int(let number): number.description
        default: nil
        }
    }
}

/// A mail assembled from the parts that a case names.
struct MailOfCase {
    let from: String?
    let subject: String
    let headers: [(name: String, value: String)]
    let body: String

    init(from: String?, subject: String, headers: [(String, String)], body: String) {
        self.from = from
        self.subject = subject
        self.headers = headers.map { (name: $0.0, value: $0.1) }
        self.body = body
    }

    /// RFC 5322 in UTF-8. Fields that the case itself provides are not repeated; no value can begin a line of its own.
    var bytes: [UInt8] {
        var fields: [(String, String)] = []
        func add(_ name: String, _ value: String) {
            let isGiven = headers.contains { $0.name.lowercased() == name.lowercased() }
            if !isGiven { fields.append((name, value)) }
        }
        add("From", from ?? "writer@sender.example")
        add("Subject", subject)
        add("MIME-Version", "1.0")
        add("Content-Type", "text/plain; charset=utf-8")
        add("Content-Transfer-Encoding", "8bit")
        let lines = (fields + headers.map { ($0.name, $0.value) }).filter { $0.0.utf8.allSatisfy(\.isFieldNameOctet) }
            .map { "\($0): \($1.split(whereSeparator: \.isNewline).joined(separator: " "))" }
        return Array((lines.joined(separator: "\n") + "\n\n" + body).utf8)
    }
}

extension UInt8 {
    /// `ftext` of RFC 5322 section 2.2.
    fileprivate var isFieldNameOctet: Bool { (0x21...0x7E).contains(self) && self != UInt8(ascii: ":") }
}
