/// Reads a failed session: from phase, reply code and enhanced code to what a caller may do about it.
enum SMTPRefusal {
    static func kind(phase: SMTPPhase, reply: SMTPReply?, curlCode: Int) -> SMTPFailure.Kind {
        guard let reply else { return kindWithoutReply(phase: phase, curlCode: curlCode) }
        if phase == .tls { return .tls }
        if isQuota(reply) { return .quota }
        if isAuthentication(phase: phase, reply: reply) { return .authentication }
        if reply.isTransientRefusal { return .transient }
        // An answer to the dot that is no answer says nothing about the mail.
        guard reply.isPermanentRefusal else { return phase >= .afterFinalDot ? .outcomeUnknown : .connection }
        // "No service here for you" (RFC 5321 section 3.1): nothing about this mail.
        if phase <= .greeting { return .connection }
        return isAboutRecipient(phase: phase, reply: reply) ? .permanentRecipient : .permanentMessage
    }

    private static func kindWithoutReply(phase: SMTPPhase, curlCode: Int) -> SMTPFailure.Kind {
        if phase >= .afterFinalDot { return .outcomeUnknown }
        if TLSVerdict.codes.contains(curlCode) || (phase == .tls && curlCode != 28) { return .tls }
        // CURLE_LOGIN_DENIED: no mechanism in common, or a broken exchange.
        return curlCode == 67 ? .authentication : .connection
    }

    /// The account's own allowance is used up:
    /// - 550 5.4.5 "Daily user sending limit exceeded", 452 4.5.3 "too many recipients" for our single one (Gmail's SMTP
    ///   error reference);
    /// - 5.1.90 "reached your daily limit for message recipients" (Exchange Online's NDR codes).
    private static func isQuota(_ reply: SMTPReply) -> Bool {
        guard let status = reply.enhanced else { return false }
        switch (status.subject, status.detail) {
        case (4, 5), (5, 3), (1, 90): return true
        default: return false
        }
    }

    /// 530, 534, 535, 538 (RFC 4954 section 6) mean it wherever they come; 4xx in the login is "try later".
    private static func isAuthentication(phase: SMTPPhase, reply: SMTPReply) -> Bool {
        switch reply.code {
        case 530, 534, 535, 538: true
        default: phase == .authentication && reply.isPermanentRefusal
        }
    }

    /// A policy refusal (5.7.x) is about us even when it answers RCPT TO; an unknown mailbox (5.1.1) is about the
    /// recipient even when it answers the dot (RFC 3463 section 3).
    private static func isAboutRecipient(phase: SMTPPhase, reply: SMTPReply) -> Bool {
        guard let status = reply.enhanced else { return phase == .recipient }
        switch (status.subject, status.detail) {
        case (1, 7), (1, 8): return false  // the sender's address
        case (1, _): return true
        case (2, 3): return false  // message too long for the mailbox
        case (2, _): return phase >= .recipient
        case (3...7, _): return status.subject == 4 && phase == .recipient
        default: return phase == .recipient
        }
    }
}

extension SMTPRefusal {
    static func sentence(
        _ kind: SMTPFailure.Kind, phase: SMTPPhase, curlCode: Int, host: String, cause: String
    ) -> String {
        switch kind {
        case .transient:
            "\(host) asks to try again later, \(words(phase)): \(cause)."
        case .permanentRecipient:
            "\(host) refuses the recipient: \(cause). Check the address before writing to it again."
        case .permanentMessage:
            "\(host) refuses the message, \(words(phase)): \(cause). Sending it again unchanged will not help."
        case .authentication:
            "\(host) refuses the login: \(cause). Check user name and password; Gmail wants an app password."
        case .quota:
            "\(host) says the account has used up its sending limit: \(cause). Wait a day or lower the limit."
        case .connection:
            "No session with \(host), \(words(phase)): \(cause). Check host, port and network."
        case .tls:
            TLSVerdict.sentence(curlCode: curlCode, detail: cause, host: host)
        case .outcomeUnknown:
            "\(host) gave no clear answer to the final dot: \(cause). Look into Sent before sending again."
        }
    }

    private static func words(_ phase: SMTPPhase) -> String {
        switch phase {
        case .connecting: "while connecting"
        case .tls: "while encrypting"
        case .greeting: "at the greeting"
        case .authentication: "at the login"
        case .mailFrom: "at the sender"
        case .recipient: "at the recipient"
        case .data: "at DATA"
        case .content: "within the content"
        case .beforeFinalDot: "before the final dot"
        case .afterFinalDot, .accepted: "after the final dot"
        }
    }
}
