package import Correspondence
package import MIME
package import Timing

/// Recognises mail that no person wrote, before anything costly is done.
///
/// Proofs come first: the structure of reports (RFC 6522), Auto-Submitted (RFC 3834), header fields of products and lists, and
/// senders that only mail systems have. Subjects and sentences are weak evidence, since a person might write each of them: a verdict
/// from words alone needs two of them in the places where machines put them, and a subject of an answer or a forward never
/// counts.
package struct MachineGuard: Sendable {
    /// Stored with every verdict; raised whenever a verdict can change.
    package static let version = "4"

    package init() {}

    /// The verdict on a whole mail; nil when a person may have written it.
    package func verdict(for mail: ParsedMail, body: ZonedText, receivedAt: Timestamp) -> MachineMail? {
        let headers = MachineHeaders(mail.headers)
        if headers.isPersonsWish { return nil }
        let words = MachineWords(subject: mail.headers.subject ?? "", body: body)
        if let report = structure(mail, headers) { return complete(report, mail, words, receivedAt) }
        if let notice = NotificationDocument(body.text), headers.sender.isAdministrator {
            return MachineMail(kind: notice.kind, evidence: notice.evidence)
        }
        if words.isTicketComment, headers.finding?.proof == .autoReply { return nil }
        if let finding = headers.finding { return complete(finding, mail, words, receivedAt) }
        return fromWords(words, headers, mail, receivedAt)
    }

    /// The verdict from the headers alone; nil means nothing.
    package func verdict(forHeaders headers: MailHeaders) -> MachineMail? {
        let read = MachineHeaders(headers)
        guard let finding = read.finding, !read.isPersonsWish else { return nil }
        let subject = MachineWords(subject: headers.subject ?? "", body: ZonedText(""))
        switch finding.proof {
        case .abuseReport: return MachineMail(kind: .abuseReport, evidence: finding.evidence)
        case .receipt: return MachineMail(kind: .receipt, evidence: finding.evidence)
        case .list where subject.autoReplySubject == nil: return MachineMail(kind: .list, evidence: finding.evidence)
        case .bounce: return MachineMail(kind: .bounce(BounceReader.unread), evidence: finding.evidence)
        case .autoReply where subject.bounceSubject != nil:
            return MachineMail(kind: .bounce(BounceReader.unread), evidence: finding.evidence)
        case .autoReply, .list: return MachineMail(kind: .autoReply(until: nil), evidence: finding.evidence)
        }
    }

    /// A report part outside any embedded mail: inside one it belongs to a report that a person forwards.
    private func structure(_ mail: ParsedMail, _ headers: MachineHeaders) -> MachineHeaders.Finding? {
        let isReport = mail.root.contentType.essence == "multipart/report"
        guard isReport || headers.sender.isDaemon || headers.sender.isAdministrator || headers.finding != nil else {
            return nil
        }
        for part in ReportParts(mail.root).parts {
            let evidence = part.contentType.essence
            switch evidence {
            case "message/delivery-status", "message/global-delivery-status":
                return MachineHeaders.Finding(proof: .bounce, evidence: evidence)
            case "message/disposition-notification", "message/global-disposition-notification":
                return MachineHeaders.Finding(proof: .receipt, evidence: evidence)
            case "message/feedback-report":
                return MachineHeaders.Finding(proof: .abuseReport, evidence: evidence)
            default: continue
            }
        }
        return nil
    }

    /// Adds details from the body to a proof, and corrects its kind: systems also send bounces as auto-replies.
    private func complete(
        _ finding: MachineHeaders.Finding, _ mail: ParsedMail, _ words: MachineWords, _ receivedAt: Timestamp
    ) -> MachineMail {
        func machine(_ kind: MachineMail.Kind) -> MachineMail { MachineMail(kind: kind, evidence: finding.evidence) }
        switch finding.proof {
        case .abuseReport: return machine(.abuseReport)
        case .receipt: return machine(.receipt)
        case .bounce: return machine(BounceReader(mail).kind)
        case .list:
            if words.bounceSubject != nil, words.bounceSentence != nil { return machine(BounceReader(mail).kind) }
            let isReply = words.autoReplySubject != nil && words.autoReplySentence != nil
            return machine(isReply ? .autoReply(until: ReturnDate.find(in: mail, words, receivedAt)) : .list)
        case .autoReply:
            if words.bounceSubject != nil || words.bounceSentence != nil { return machine(BounceReader(mail).kind) }
            if words.isChallenge { return machine(.challenge) }
            let until = ReturnDate.find(in: mail, words, receivedAt)
            return MachineMail(
                kind: .autoReply(until: until), evidence: finding.evidence,
                mayBePassedOn: finding.isGeneratedMark && until == nil && !words.isAutoReply)
        }
    }

    private func fromWords(
        _ words: MachineWords, _ headers: MachineHeaders, _ mail: ParsedMail, _ receivedAt: Timestamp
    ) -> MachineMail? {
        if let sentence = words.bounceSentence, words.bounceSubject != nil || headers.sender.isAdministrator {
            return MachineMail(kind: BounceReader(mail).kind, evidence: sentence)
        }
        if let subject = words.bounceSubject, headers.sender.isAdministrator {
            return MachineMail(kind: BounceReader(mail).kind, evidence: subject)
        }
        if words.isChallenge { return MachineMail(kind: .challenge, evidence: words.challenge ?? "") }
        if let receipt = words.receipt { return MachineMail(kind: .receipt, evidence: "Subject: \(receipt)") }
        guard let evidence = autoReplyEvidence(words, headers, mail) else { return nil }
        return MachineMail(kind: .autoReply(until: ReturnDate.find(in: mail, words, receivedAt)), evidence: evidence)
    }

    private func autoReplyEvidence(_ words: MachineWords, _ headers: MachineHeaders, _ mail: ParsedMail) -> String? {
        if let prefix = words.autoReplyPrefix { return "Subject: \(prefix)" }
        let asksForSilence = mail.headers.fields.contains("X-Auto-Response-Suppress")
        if let subject = words.autoReplySubject, words.autoReplySentence != nil || asksForSilence {
            return "Subject: \(subject)"
        }
        if let sentence = words.automatonSentence,
            asksForSilence || headers.sender.isAdministrator || words.autoReplySubject != nil
        {
            return sentence
        }
        return nil
    }
}

/// The parts of a mail itself, without those of mails embedded in it.
private struct ReportParts {
    private(set) var parts: [MailPart] = []

    init(_ root: MailPart) { visit(root) }

    private mutating func visit(_ part: MailPart) {
        parts.append(part)
        if case .parts(let children) = part.content {
            for child in children { visit(child) }
        }
    }
}
