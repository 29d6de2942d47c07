/// A reply of the submission server: code, enhanced code and text (RFC 5321 section 4.2, RFC 3463).
public struct SubmissionReply: Hashable, Sendable {
    public let code: Int
    /// One element a line.
    public let lines: [String]

    public init(_ code: Int, _ lines: String...) {
        self.init(code, lines: lines)
    }

    public init(_ code: Int, lines: [String]) {
        self.code = code
        self.lines = lines.isEmpty ? [""] : lines
    }

    /// On the wire: `250-first`, `250 last`.
    var bytes: [UInt8] {
        lines.enumerated().flatMap { index, line in
            Array("\(code)\(index == lines.count - 1 ? " " : "-")\(line)\r\n".utf8)
        }
    }

    public static let mailboxUnavailable = SubmissionReply(
        550, "5.1.1 The email account that you tried to reach does not exist")
    public static let tryAgain = SubmissionReply(451, "4.3.0 Temporary problem, please try again later")
    public static let shuttingDown = SubmissionReply(421, "4.3.2 Service shutting down")
    public static let dailyLimit = SubmissionReply(550, "5.4.5 Daily user sending limit exceeded")
}
