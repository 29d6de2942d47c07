import Correspondence
import Storage
import Testing
import Timing

extension CampaignRun {
    /// The contact of a conversation writes back, and a person is to look at it.
    func answer(in conversation: ConversationID) async throws {
        let record = try #require(try await store.conversations.record(conversation))
        let account = try #require(try await store.accounts.all().first { $0.address == record.account })
        let lease = try #require(rights[account.id]?.1.watch)
        let reply = IncomingMessage(
            location: MessageLocation(account: account.id, role: .inbox, uidValidity: 1, uid: 1),
            messageID: MessageID("reply@creators.example"), inReplyTo: [try #require(record.messageID)],
            from: Correspondent(address: record.contact), to: [Correspondent(address: record.account)],
            subject: "Re: Hello", receivedAt: clock.now)
        let link = try #require(try await store.messages.link(for: reply))
        let arrival = Arrival.reply(
            link, source: Array("Subject: Re: Hello\r\n\r\nWell\r\n".utf8), isWhole: true, beforeBaseline: false)
        _ = try await store.messages.admit([Admission(reply, arrival)], debounce: .zero, under: lease)
        let work = try #require(
            try await store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(60)).first)
        let replies = work.messages.map {
            DecidedReply(key: $0.key, ownText: "Well", decision: .handOff(.clarification))
        }
        _ = try await store.conversations.commit([
            DecidedConversation(work.conversation, .handOff(.clarification), on: replies, mayAct: true)
        ])
    }
}
