/// A reply of the submission server: code, enhanced code and text (RFC 5321 section 4.2, RFC 3463).
package struct SubmissionReply: Hashable, Sendable {
    package let code: Int
    /// One element a line.
    package let lines: [String]

    package init(_ code: Int, _ lines: String...) {
        self.init(code, lines: lines)
    }

    package init(_ code: Int, lines: [String]) {
        self.code = code
        self.lines = lines.isEmpty ? [""] : lines
    }

    /// On the wire: `250-first`, `250 last`.
    var bytes: [UInt8] {
        lines.enumerated().flatMap { index, line in
            Array("\(code)\(index == lines.count - 1 ? " " : "-")\(line)\r\n".utf8)
        }
    }

    package static let mailboxUnavailable = SubmissionReply(
        550, "5.1.1 The email account that you tried to reach does not exist")
    package static let tryAgain = SubmissionReply(451, "4.3.0 Temporary problem, please try again later")
    package static let shuttingDown = SubmissionReply(421, "4.3.2 Service shutting down")
    package static let dailyLimit = SubmissionReply(550, "5.4.5 Daily user sending limit exceeded")
}
