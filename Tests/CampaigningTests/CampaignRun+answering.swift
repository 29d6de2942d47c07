import Correspondence
import Storage
import Testing
import Timing

extension CampaignRun {
    /// The contact of a conversation writes back, and a person is to look at it, unless it is decided otherwise.
    func answer(
        in conversation: ConversationID, _ decision: Decision = .handOff(.clarification), machine: MachineMail? = nil
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
        let replies = work.messages.map {
            DecidedReply(key: $0.key, ownText: "Well", machine: machine, decision: decision)
        }
        _ = try await store.conversations.commit([
            DecidedConversation(work.conversation, decision, on: replies, mayAct: true)
        ])
    }

    /// The same by the name of the first mail's recipient.
    func answer(
        from name: String, _ decision: Decision = .handOff(.clarification), machine: MachineMail? = nil
    ) async throws {
        let mail = try #require(sent.first { $0.recipient.localPart == name || $0.recipient.text == name })
        try await answer(in: mail.conversation, decision, machine: machine)
    }
}
