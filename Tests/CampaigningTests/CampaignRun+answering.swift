import Correspondence
import Storage
import Testing
import Timing

extension CampaignRun {
    /// The contact of a conversation writes back, and a person is to look at it, unless it is decided otherwise.
    func answer(
        in conversation: ConversationID, _ decision: Decision = .handOff(.clarification), machine: MachineMail? = nil,
        intent: Intent? = nil
    ) async throws {
        let record = try #require(try await store.conversations.record(conversation))
        let account = try #require(try await store.accounts.all().first { $0.address == record.account })
        let lease = try #require(rights[account.id]?.1.watch)
        let reply = IncomingMessage(
            location: MessageLocation(
                account: account.id, role: .inbox, uidValidity: 1, uid: UInt32(conversation.rawValue)),
            messageID: MessageID("reply-\(conversation)@creators.example"), inReplyTo: [try #require(record.messageID)],
            from: Correspondent(address: record.contact), to: [Correspondent(address: record.account)],
            subject: "Re: Hello", receivedAt: clock.now)
        let link = try #require(try await store.messages.link(for: reply))
        let arrival = Arrival.reply(
            link, source: Array("Subject: Re: Hello\r\n\r\nWell\r\n".utf8), isWhole: true, beforeBaseline: false)
        _ = try await store.messages.admit([Admission(reply, arrival)], debounce: .zero, under: lease)
        let work = try #require(
            try await store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(60)).first)
        let verdict = intent.map {
            IntentVerdict(intent: $0, confidence: 1, maySend: true, source: .rules(version: "test"))
        }
        let replies = work.messages.map {
            DecidedReply(key: $0.key, ownText: "Well", machine: machine, verdict: verdict, decision: decision)
        }
        _ = try await store.conversations.commit([
            DecidedConversation(work.conversation, decision, on: replies, mayAct: true)
        ])
    }

    /// The same by the name of the first mail's recipient.
    func answer(
        from name: String, _ decision: Decision = .handOff(.clarification), machine: MachineMail? = nil,
        intent: Intent? = nil
    ) async throws {
        let mail = try #require(sent.first { $0.recipient.localPart == name || $0.recipient.text == name })
        try await answer(in: mail.conversation, decision, machine: machine, intent: intent)
    }
}

extension CampaignRun {
    /// A contact writes a mail of its own, without a word of what it answers, and `decision` is taken on it.
    ///
    /// - Returns: the conversation that it was taken into; nil when it concerns nobody.
    @discardableResult
    func write(from name: String, to account: String, _ decision: Decision) async throws -> ConversationID? {
        let mailbox = try #require(rights.first { $0.value.0 == Self.address(account) })
        let message = IncomingMessage(
            location: MessageLocation(account: mailbox.key, role: .inbox, uidValidity: 1, uid: 7),
            messageID: MessageID("fresh-\(name)@creators.example"), from: Correspondent(address: Self.lead(name)),
            to: [Correspondent(address: Self.address(account))], subject: "A word", receivedAt: clock.now)
        guard let link = try await store.messages.link(for: message) else { return nil }
        let arrival = Arrival.reply(
            link, source: Array("Subject: A word\r\n\r\nEnough\r\n".utf8), isWhole: true, beforeBaseline: false)
        _ = try await store.messages.admit(
            [Admission(message, arrival)], debounce: .zero, under: try #require(mailbox.value.1.watch))
        let work = try #require(
            try await store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(60)).first)
        let replies = work.messages.map { DecidedReply(key: $0.key, ownText: "Enough", decision: decision) }
        _ = try await store.conversations.commit([
            DecidedConversation(work.conversation, decision, on: replies, mayAct: true)
        ])
        return link.conversation
    }

    /// Claims the next mail that may go.
    func claim() async throws -> MailClaim {
        try #require(
            try await store.outbox.claimDue(
                of: rights.keys.sorted(), limit: 1, lease: .seconds(300), policy: policy
            ).first)
    }

    /// Every mail that was ever planned, oldest first.
    func mails() async throws -> [LeadMail] {
        var mails: [LeadMail] = []
        for lead in try await store.leads.list(limit: 1_000) { mails += try await store.leads.mails(of: lead.id) }
        return mails.sorted { $0.id < $1.id }
    }

    /// A mail of ours turns up in Sent.
    func fileInSent(_ id: MessageID, to name: String, from account: AccountID, uid: UInt32 = 1) async throws {
        let (address, rights) = try #require(rights[account])
        let copy = IncomingMessage(
            location: MessageLocation(account: account, role: .sent, uidValidity: 1, uid: uid), messageID: id,
            from: Correspondent(address: address), to: [Correspondent(address: Self.lead(name))], subject: "Hello",
            receivedAt: clock.now)
        _ = try await store.messages.admitSent([copy], under: try #require(rights.watch))
    }
}
