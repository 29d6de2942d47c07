/// The part of a mail that a person who answers it sees: ids, subject, sender and text.
///
/// Enough for the mails of this world, not a MIME parser: the first `text/plain` part at any depth up to ten, decoded,
/// taken as UTF-8.
struct LetterReader: Sendable {
    let messageID: String?
    let references: [String]
    /// As in the header, encoded words left undecoded: an answer may repeat them as they are.
    let subject: String
    let from: Person
    /// The recipient of an answer.
    let replyTo: Person
    /// With LF line ends, without those at the end.
    let text: String

    init(_ bytes: [UInt8]) {
        let headers = MailHeaders(bytes)
        messageID = headers.messageIDs(in: "Message-ID").first
        references = headers.messageIDs(in: "References")
        subject = headers["Subject"] ?? ""
        from = Person(headerValue: headers["From"] ?? "")
        replyTo = Person(headerValue: headers["Reply-To"] ?? headers["From"] ?? "")
        let plain = Self.plainText(bytes, depth: 0) ?? []
        let unix = plain.filter { $0 != Ascii.cr }
        text = String(decoding: Ascii.trimmed(unix[...]), as: UTF8.self)
    }

    private static func plainText(_ entity: [UInt8], depth: Int) -> [UInt8]? {
        let headers = MailHeaders(entity)
        let type = headers["Content-Type"] ?? "text/plain"
        let body = entity[headers.bodyStart...]
        if type.lowercased().hasPrefix("text/plain") {
            return TransferEncoding.decode(body, named: headers["Content-Transfer-Encoding"] ?? "7bit")
        }
        guard depth < 10, type.lowercased().hasPrefix("multipart/"), let boundary = boundary(in: type) else {
            return nil
        }
        for part in parts(of: body, boundary: boundary) {
            if let text = plainText(Array(part), depth: depth + 1) { return text }
        }
        return nil
    }

    private static func boundary(in type: String) -> [UInt8]? {
        let parameters = type.split(separator: ";").dropFirst()
        let parameter = parameters.lazy.map { $0.drop { $0 == " " } }.first { Ascii.equal($0.prefix(9), "boundary=") }
        return parameter.map { Array($0.dropFirst(9).filter { $0 != "\"" }.utf8) }
    }

    /// The stretches between delimiter lines, found line by line.
    private static func parts(of body: ArraySlice<UInt8>, boundary: [UInt8]) -> [ArraySlice<UInt8>] {
        let delimiter = Array("--".utf8) + boundary
        var parts: [ArraySlice<UInt8>] = []
        var partStart: Int?
        var line = body.startIndex
        while line < body.endIndex {
            let end = body[line...].firstIndex(of: Ascii.lf).map { $0 + 1 } ?? body.endIndex
            if body[line..<end].starts(with: delimiter) {
                if let partStart { parts.append(body[partStart..<line]) }
                partStart = end
            }
            line = end
        }
        return parts
    }
}
