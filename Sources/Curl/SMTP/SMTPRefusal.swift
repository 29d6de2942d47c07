/// Reads a failed session: from phase, reply code, enhanced code and words to what a caller may do about it.
///
/// The order is the order of caution: refusals about us and temporary ones come first, and only a refusal that is certainly about
/// the recipient's address bars it.
enum SMTPRefusal {
    static func kind(phase: SMTPPhase, reply: SMTPReply?, curlCode: Int) -> SMTPFailure.Kind {
        guard let reply else { return kindWithoutReply(phase: phase, curlCode: curlCode) }
        if phase == .tls { return .tls }
        let words = RefusalWords(reply)
        if isAuthentication(phase: phase, reply: reply) { return words.meanLater ? .throttled : .authentication }
        if isQuota(reply) { return .quota }
        if reply.isTransientRefusal { return transientKind(phase: phase, reply: reply, words) }
        // An answer to the dot that is no answer says nothing about the mail.
        guard reply.isPermanentRefusal else { return phase >= .afterFinalDot ? .outcomeUnknown : .connection }
        // "No service here for you" (RFC 5321 section 3.1): nothing about this mail.
        if phase <= .greeting { return .connection }
        return permanentKind(phase: phase, reply: reply, words)
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

    /// "Later" about this recipient (4.2.x and greylisting), about the account or the whole server (421, and whatever comes
    /// before a recipient is named), or about this mail.
    private static func transientKind(
        phase: SMTPPhase, reply: SMTPReply, _ words: RefusalWords
    ) -> SMTPFailure.Kind {
        if reply.code == 421 || phase <= .mailFrom { return .throttled }
        let status = reply.enhanced
        if status?.subject == 2 || words.areAboutGreylisting { return .recipientBusy }
        if words.areAboutLimits { return .throttled }
        guard let status else { return .transient }
        switch (status.subject, status.detail) {
        // The whole system, and security but for 4.7.1, which greylisting uses (RFC 3463 sections 3.4 and 3.8).
        case (3, 1), (3, 2), (7, 0), (7, 2...): return .throttled
        default: return .transient
        }
    }

    private static func permanentKind(
        phase: SMTPPhase, reply: SMTPReply, _ words: RefusalWords
    ) -> SMTPFailure.Kind {
        let status = reply.enhanced
        if words.areAboutSize || words.areAboutFullMailbox { return .permanentMessage }
        if words.areAboutLimits, status?.subject != 2 { return .quota }
        if words.areAboutUs || status?.isAboutSender == true { return .policy }
        if phase >= .recipient, isSurelyAboutAddress(phase, status, words) { return .permanentRecipient }
        if status?.subject == 7 || status == EnhancedStatusCode(5, 3, 2) { return .policy }
        // At MAIL FROM an address (X.1.x) is ours.
        return phase == .mailFrom && (status?.subject ?? 0) <= 1 ? .policy : .permanentMessage
    }

    /// An unknown mailbox (5.1.1) is about the recipient even when it answers the dot, and a policy refusal (5.7.x) never is
    /// (RFC 3463 section 3). Exchange Online uses 5.4.1 for addresses that its directory does not hold. Without a code, words
    /// must say it.
    private static func isSurelyAboutAddress(
        _ phase: SMTPPhase, _ status: EnhancedStatusCode?, _ words: RefusalWords
    ) -> Bool {
        guard let status, !status.namesNothing else { return words.areAboutUnknownAddress }
        switch (status.subject, status.detail) {
        // Bad mailbox, system or syntax, moved, and a domain that takes no mail (RFC 7505).
        case (1, 1), (1, 2), (1, 3), (1, 6), (1, 10): return true
        case (4, 1): return phase == .recipient
        default: return false
        }
    }
}

extension EnhancedStatusCode {
    /// 5.1.7 and 5.1.8: the sender's address.
    fileprivate var isAboutSender: Bool { subject == 1 && (detail == 7 || detail == 8) }

    /// X.0.0 and X.1.0, which say no more than the reply code.
    fileprivate var namesNothing: Bool { (subject == 0 || subject == 1) && detail == 0 }
}

extension SMTPRefusal {
    static func sentence(
        _ kind: SMTPFailure.Kind, phase: SMTPPhase, curlCode: Int, host: String, cause: String
    ) -> String {
        switch kind {
        case .transient, .recipientBusy:
            "\(host) asks to try again later, \(words(phase)): \(cause)."
        case .throttled:
            "\(host) takes nothing from this account for the moment, \(words(phase)): \(cause)."
        case .permanentRecipient:
            "\(host) refuses the recipient: \(cause). Check the address before writing to it again."
        case .permanentMessage:
            "\(host) refuses the message, \(words(phase)): \(cause). Sending it again unchanged will not help."
        case .policy:
            "\(host) refuses mail from us, \(words(phase)): \(cause). Look into the account's standing with its provider."
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
