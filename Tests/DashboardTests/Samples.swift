import Correspondence
import Operations
import Storage
import Testing
import Timing

/// Replies in the database, as they come from intake and decision.
enum Samples {
    static let team = EmailAddress("team@mosaic.test")!

    /// An account, its outreach, and one reply of `text` that was handed to a person.
    static func handoff(
        in store: Store, from address: String = "creator@creators.example", name: String? = nil,
        subject: String = "Re: Hi",
        text: String = "Call me at +55 11 91234-5678", decision: Decision = .handOff(.clarification),
        number: UInt32 = 1
    ) async throws -> ConversationID {
        let creator = try #require(EmailAddress(address))
        let account = try await store.accounts.register(account: team, displayName: nil, dailyLimit: 500)
        let lease = try #require(
            try await store.leases.acquireRights(to: account, holder: "test", for: .seconds(3_600))?.watch)
        let outreach = IncomingMessage(
            location: MessageLocation(account: account, role: .sent, uidValidity: 1, uid: number),
            messageID: MessageID("outreach-\(number)@mosaic.test"), inReplyTo: [], from: Correspondent(address: team),
            to: [Correspondent(address: creator)], subject: "Hi",
            receivedAt: try await store.currentTime() - .seconds(60))
        _ = try await store.messages.admitSent([outreach], under: lease)
        let reply = IncomingMessage(
            location: MessageLocation(account: account, role: .inbox, uidValidity: 1, uid: number),
            messageID: MessageID("reply-\(number)@creators.example"),
            inReplyTo: [MessageID("outreach-\(number)@mosaic.test")!],
            from: Correspondent(address: creator, name: name), to: [Correspondent(address: team)], subject: subject,
            receivedAt: try await store.currentTime())
        let link = try #require(try await store.messages.link(for: reply))
        let arrival = Arrival.reply(link, source: Array(text.utf8), isWhole: true, beforeBaseline: false)
        _ = try await store.messages.admit([Admission(reply, arrival)], debounce: .zero, under: lease)
        return try await decide(text, decision, in: store)
    }

    /// Decides the one that waits.
    static func decide(_ text: String, _ decision: Decision, in store: Store) async throws -> ConversationID {
        let work = try #require(
            try await store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(3_600)).first)
        let replies = work.messages.map { DecidedReply(key: $0.key, ownText: text, decision: decision) }
        _ = try await store.conversations.commit([
            DecidedConversation(work.conversation, decision, on: replies, mayAct: true)
        ])
        return work.conversation.id
    }
}

extension Samples {
    /// The first mail to somebody who is interested, planned.
    static func planned(in store: Store) async throws -> MailID {
        _ = try await handoff(in: store, text: "Yes!", decision: .startSequence)
        return try #require(try await MailList(of: store, limit: 1).mails.first).id
    }
}
