/// The parsers that read what strangers send.
enum FuzzTarget: String, CaseIterable {
    case mime, stripping, rules, contacts, csv, template
    case groqAnswer = "groq-answer"
    case imapResponse = "imap-response"
    case smtpReply = "smtp-reply"

    /// Builds what the target needs once.
    func prepare() { run([]) }

    /// Reads one input; traps where a promise is broken.
    func run(_ input: [UInt8]) {
        switch self {
        case .mime: MIMEFuzzing.run(input)
        case .stripping: StrippingFuzzing.run(input)
        case .rules: RulesFuzzing.run(input)
        case .contacts: ContactsFuzzing.run(input)
        case .csv: CSVFuzzing.run(input)
        case .template: TemplateFuzzing.run(input)
        case .groqAnswer: GroqAnswerFuzzing.run(input)
        case .imapResponse: IMAPResponseFuzzing.run(input)
        case .smtpReply: SMTPReplyFuzzing.run(input)
        }
    }

    /// Bytes; as long as each input may be and still leave room for many of them.
    var longestInput: Int {
        switch self {
        case .mime: 16_384
        case .stripping, .contacts, .groqAnswer, .imapResponse: 8_192
        case .rules, .smtpReply, .csv, .template: 4_096
        }
    }
}

/// Ends the process the way the driver notices, saying which promise an input broke.
func promise(_ isKept: Bool, _ what: @autoclosure () -> String) {
    guard !isKept else { return }
    fatalError("broken promise: \(what())")
}
