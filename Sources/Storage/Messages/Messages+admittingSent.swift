package import Correspondence
import Database
import Events
import Outreach
import Timing

/// The findings of a batch of Sent.
package struct SentIntake: Sendable, Hashable {
    /// Conversations that a person has answered.
    package var answeredByPerson: [ConversationID] = []
    /// Conversations in which a person forwarded something to somebody else.
    package var forwarded: [ConversationID] = []
    /// Mails of ours whose copy was found.
    package var found: [MailID] = []
    /// Whether any of these was not known to have left.
    package var clearsDoubt = false
    /// Another installation found to use the mailbox.
    package var rival: String?
    /// Whether inbound mail of unknown origin turned out to answer one of these.
    package var claimsEarlierMail = false
}

extension Messages {
    /// Indexes messages of Sent: they are the evidence for "this answers our outreach", "a person has answered" and
    /// "that mail did go out". Rows and cursor are written in one transaction; nil when the lease is lost.
    ///
    /// Each gets a verdict on whether it counts as outreach; a message with a row but no verdict gets its verdict now.
    package func admitSent(
        _ mails: [SentMail], policy: OutreachPolicy, under lease: Lease
    ) async throws -> SentIntake? {
        guard !mails.isEmpty else { return SentIntake() }
        return try await database.settlingUniqueness { session in
            let messages = mails.map(\.message)
            let answers = try await session.query(
                [Lease.standing(of: [lease])] + SQL.erasures + KnownSentMails.questions(about: messages))
            guard try Lease.areHeld([lease], among: answers[0]) else { return nil }
            let rest = try await session.withoutErased(mails, by: answers[2].first)
            var result = SentIntake()
            var judging = SentJudging(policy)
            try await session.admitSent(
                rest.filter { !AlertMark.isOn($0.message) }, KnownSentMails(Array(answers[3...])), &judging, &result)
            try await session.advanceCursor(past: messages)
            return result
        }
    }

    /// The same where every mail counts as outreach.
    package func admitSent(_ messages: [IncomingMessage], under lease: Lease) async throws -> SentIntake? {
        try await admitSent(messages.map { SentMail($0) }, policy: .everything, under: lease)
    }
}

extension SQLSession {
    /// Our own mails all at once, and then each of the others separately, because its verdict may depend on those before it.
    func admitSent(
        _ mails: [SentMail], _ known: KnownSentMails, _ judging: inout SentJudging, _ result: inout SentIntake
    ) async throws {
        var copies: [OwnCopy] = []
        var others: [(SentMail, OutboxMail?)] = []
        for mail in mails {
            // A draft that a person sent changes more than its copy.
            if let own = known.own(mail.message), !own.isDraft {
                copies.append(OwnCopy(mail: mail, own: own))
            } else {
                others.append((mail, known.own(mail.message)))
            }
        }
        for copy in try await admit(copies, known, &result) {
            try await judgeAgain(copy.mail, copy.own, &judging, &result)
        }
        for (mail, own) in others { try await admitSent(mail, own, &judging, &result) }
    }

    /// The same for one message for which nothing was looked up before.
    func admitSent(_ mail: SentMail, _ judging: inout SentJudging, _ result: inout SentIntake) async throws {
        let known = try KnownSentMails(await query(KnownSentMails.questions(about: [mail.message])))
        try await admitSent([mail], known, &judging, &result)
    }

    private func admitSent(
        _ mail: SentMail, _ known: OutboxMail?, _ judging: inout SentJudging, _ result: inout SentIntake
    ) async throws {
        let message = mail.message
        var own = known
        let draft = own == nil ? try await waitingDraft(mail.draft) : nil
        if mail.draft?.isSent == true, let draft { own = draft }
        let conversation =
            if let own { own.conversation } else { try await conversationOfSent(message) ?? draft?.conversation }
        let isNews = try await !isIndexed(message)
        guard let key = try await insertOutbound(mail, conversation: conversation) else {
            return try await judgeAgain(mail, own, &judging, &result)
        }
        if isNews, let draft { try await judgeDraft(draft, by: mail) }
        if let mark = message.messageID.flatMap(InstallationMark.init) {
            let isRival = try await noteMark(mark, seenAt: message.receivedAt, in: message.location.account)
            if isRival { result.rival = mark.installation }
            return
        }
        if let own { return try await follow([(OwnCopy(mail: mail, own: own), key)], &result) }
        result.claimsEarlierMail = try await judge(mail, key, &judging) || result.claimsEarlierMail
        let standsForDraft = draft != nil
        if isNews, let conversation, try await belongsToPerson(conversation, standsForDraft) {
            try await personWrote(message, key, in: conversation, &result)
        }
    }

    /// A person's use of a draft is a verdict on it. Small changes are no verdict, and neither is a text that could not be
    /// read.
    private func judgeDraft(_ draft: OutboxMail, by mail: SentMail) async throws {
        let verdict: AutonomyVerdict
        switch mail.draft {
        case .sent?: verdict = .draftSent
        case .replaced? where mail.text != nil: verdict = .draftReplaced
        case .replaced?, .changed?, nil: return
        }
        try await judge(mail.message.location.account, "mail \(draft.id)", verdict)
    }

    /// A mail that was here before without a verdict: the rule has changed, or an earlier version gave none.
    private func judgeAgain(
        _ mail: SentMail, _ own: OutboxMail?, _ judging: inout SentJudging, _ result: inout SentIntake
    ) async throws {
        guard let key = try await unjudged(at: mail.message.location) else { return }
        try await noteRecipients(of: mail, key)
        if own != nil { return try await settle([key], .mosaic) }
        result.claimsEarlierMail = try await judge(mail, key, &judging) || result.claimsEarlierMail
    }

    private func conversationOfSent(_ message: IncomingMessage) async throws -> ConversationID? {
        guard !message.referencedIDs.isEmpty else { return nil }
        let row = try await first(
            """
            SELECT thread_id FROM messages
            WHERE account_id = \(message.location.account) AND message_id \(in: message.referencedIDs.map(\.text))
              AND thread_id IS NOT NULL
            ORDER BY id LIMIT 1
            """)
        if let row { return try row["thread_id", as: ConversationID.self] }
        return try await ownMail(message.referencedIDs)?.conversation
    }

    private func insertOutbound(_ mail: SentMail, conversation: ConversationID?) async throws -> MessageKey? {
        let isTaken = try await isTaken(mail.message.messageID, in: mail.message.location.account)
        let row = OutboundRow(mail: mail, conversation: conversation, isTaken: isTaken)
        return try await insert([row])[mail.message.location.uid]
    }

    /// Data that an earlier version did not store.
    private func noteRecipients(of mail: SentMail, _ key: MessageKey) async throws {
        try await write(
            """
            UPDATE messages SET recipients = \(mail.message.recipients.storable),
                from_name = \(mail.message.from?.name?.storable), language = \(mail.text?.language)
            WHERE id = \(key)
            """)
    }

    /// Whether Sent has shown this message before: after the server renumbers its mail, everything comes again.
    func isIndexed(_ message: IncomingMessage) async throws -> Bool {
        guard let id = message.messageID else { return false }
        // Two look-ups with one possible index each: an OR over both columns reads everything that the account ever sent.
        return try await !query(
            """
            SELECT 1 AS known FROM messages WHERE message_id = \(id.text)
              AND account_id = \(message.location.account) AND direction = 'outbound'
            UNION ALL
            SELECT 1 FROM messages WHERE claimed_message_id = \(id.text)
              AND account_id = \(message.location.account) AND direction = 'outbound'
            LIMIT 1
            """
        ).isEmpty
    }

    /// Whether a person's mail in this conversation takes it over: somebody has written to us there, or a campaign has written
    /// to somebody.
    ///
    /// - Parameter standsForDraft: whether it was written instead of a draft of ours.
    private func belongsToPerson(_ conversation: ConversationID, _ standsForDraft: Bool) async throws -> Bool {
        if standsForDraft { return true }
        if try await hasInbound(conversation) { return true }
        return try await isOfCampaign(conversation)
    }

    private func hasInbound(_ conversation: ConversationID) async throws -> Bool {
        try await first(
            "SELECT 1 AS some FROM messages WHERE thread_id = \(conversation) AND direction = 'inbound' LIMIT 1") != nil
    }

    /// Mail to the contact is an answer; mail to somebody else forwards the message, and the contact still waits.
    private func personWrote(
        _ message: IncomingMessage, _ key: MessageKey, in conversation: ConversationID, _ result: inout SentIntake
    ) async throws {
        if try await goesToContact(message, of: conversation) {
            try await personAnswered(conversation, message: key)
            if message.namesItself { try await openHandoffs([(conversation, .unknownOwnMail, nil)]) }
            result.answeredByPerson.append(conversation)
        } else {
            try await record(.conversationForwarded, conversation: conversation, message: key)
            result.forwarded.append(conversation)
        }
    }

    /// Whether one of the recipients is the contact, or an address that the contact wrote from or named for answers.
    /// Where the header names nobody, it may be.
    private func goesToContact(_ message: IncomingMessage, of conversation: ConversationID) async throws -> Bool {
        let recipients = Set(message.recipients.map(\.address.key))
        guard !recipients.isEmpty else { return true }
        let rows = try await query(
            """
            SELECT c.address AS one, NULL AS other FROM email_threads t JOIN contacts c ON c.id = t.contact_id
            WHERE t.id = \(conversation)
            UNION ALL
            SELECT from_address, reply_to FROM messages WHERE thread_id = \(conversation) AND direction = 'inbound'
            """)
        return try rows.contains { row in
            try [row.optionalString("one"), row.optionalString("other")].contains {
                $0.map(recipients.contains) == true
            }
        }
    }

    /// A person's own answer takes the conversation over: nothing planned leaves, and the handoff is closed.
    func personAnswered(_ conversation: ConversationID, message: MessageKey) async throws {
        try await bump([conversation])
        try await move([conversation], .personAnswered, reason: "a person answered")
        try await cancelOpenMails(of: [conversation], reason: "a person answered")
        try await closeHandoffs("thread_id = \(conversation)", by: "answer in Sent")
        try await leadsHear(.personAnswered, in: [conversation], reason: "a person answered")
        try await record(.conversationPersonAnswered, conversation: conversation, message: message)
    }
}

extension DraftTrace {
    fileprivate var isSent: Bool {
        switch self {
        case .sent, .changed: true
        case .replaced: false
        }
    }
}
