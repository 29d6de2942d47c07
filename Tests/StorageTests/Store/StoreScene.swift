import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// One account that wrote to one creator, in a fresh database, under the right to watch it.
struct StoreScene: Sendable {
    static let team = EmailAddress("team@mosaic.test")!
    static let creator = EmailAddress("creator@creators.example")!
    static let outreach = MessageID("outreach@mosaic.test")!
    static let policy = SendPolicy()
    static let sequence = MailSequence.collectContact(secondDelay: .seconds(3_600), thirdDelay: .seconds(7_200))

    let store: Store
    let account: AccountID
    let rights: AccountRights
    let lease: Lease
    let now: Timestamp

    /// A reply of the creator to the outreach, lying in the Inbox.
    func reply(
        _ uid: UInt32 = 1, id: String? = nil, from: EmailAddress = creator, naming: MessageID = outreach,
        in account: AccountID? = nil
    ) -> IncomingMessage {
        IncomingMessage(
            location: MessageLocation(account: account ?? self.account, role: .inbox, uidValidity: 1, uid: uid),
            messageID: MessageID(id ?? "reply-\(uid)@creators.example"), inReplyTo: [naming],
            from: Correspondent(address: from), to: [Correspondent(address: Self.team)], subject: "Re: Hi",
            receivedAt: now + .seconds(Int(uid)))
    }

    func sent(
        _ uid: UInt32, id: MessageID, inReplyTo: MessageID? = nil, to: EmailAddress = creator, uidValidity: UInt32 = 1
    ) -> IncomingMessage {
        IncomingMessage(
            location: MessageLocation(account: account, role: .sent, uidValidity: uidValidity, uid: uid), messageID: id,
            inReplyTo: [inReplyTo].compactMap(\.self), from: Correspondent(address: Self.team),
            to: [Correspondent(address: to)], subject: "Hi", receivedAt: now - .seconds(60))
    }

    static func source(_ text: String) -> [UInt8] { Array("Subject: Re: Hi\r\n\r\n\(text)\r\n".utf8) }

    /// Links and admits a reply, ripe for its decision at once; nil when the lease is lost.
    @discardableResult
    func admit(
        _ message: IncomingMessage, text: String = "Yes!", debounce: Duration = .zero, under lease: Lease? = nil
    ) async throws -> IntakeOutcome? {
        guard let link = try await store.messages.link(for: message) else {
            return try await admit(message, .ignored(.notAReply), debounce: debounce, under: lease)
        }
        return try await admit(
            message, .reply(link, source: Self.source(text), isWhole: true, beforeBaseline: false),
            debounce: debounce, under: lease)
    }

    /// A batch of one.
    func admit(
        _ message: IncomingMessage, _ arrival: Arrival, replacing replaced: MessageKey? = nil,
        debounce: Duration = .zero, under lease: Lease? = nil
    ) async throws -> IntakeOutcome? {
        try await store.messages.admit(
            [Admission(message, arrival, replacing: replaced)], debounce: debounce, under: lease ?? self.lease)?.first
    }

    /// Takes what waits and decides it so.
    @discardableResult
    func decide(
        _ decision: Decision, mayAct: Bool = true, contacts: [ContactDetail] = []
    ) async throws -> DecisionCommit {
        let work = try #require(
            try await store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(3_600)).first)
        return try await commit(decision, on: work, mayAct: mayAct, contacts: contacts)
    }

    func commit(
        _ decision: Decision, on work: DecisionWork, mayAct: Bool = true, contacts: [ContactDetail] = []
    ) async throws -> DecisionCommit {
        let replies = work.messages.map { DecidedReply(key: $0.key, contacts: contacts, decision: decision) }
        let decided = DecidedConversation(work.conversation, decision, on: replies, mayAct: mayAct)
        return try #require(try await store.conversations.commit([decided]).first)
    }

    /// A conversation whose first mail is planned and due.
    func begin() async throws -> ConversationID {
        guard case .pending(let conversation) = try await admit(reply()) else {
            throw StorageError(.invalid, "the reply was not taken in")
        }
        try await decide(.startSequence)
        return conversation
    }

    func claim(lease: Duration = .seconds(300)) async throws -> MailClaim? {
        try await store.outbox.claimDue(of: [account], limit: 10, lease: lease, policy: Self.policy).first
    }

    /// A due mail, claimed and rendered: ready for its final dot.
    func ready(lease: Duration = .seconds(300)) async throws -> MailClaim {
        let claim = try #require(try await claim(lease: lease))
        if claim.rendered == nil { #expect(try await store.outbox.keep(mail(claim), for: claim)) }
        return claim
    }

    func mail(_ claim: MailClaim) -> RenderedMail {
        RenderedMail(messageID: Self.mail(claim.step), bytes: Array("stage \(claim.step)".utf8))
    }

    /// Why the final dot is withheld; nil when it is permitted.
    func permit(_ claim: MailClaim, policy: SendPolicy = policy) async throws -> String? {
        switch try await store.outbox.permitDot(for: claim, policy: policy, under: rights) {
        case .granted: nil
        case .withheld(let reason): reason
        }
    }

    func settle(_ claim: MailClaim, _ outcome: MailOutcome) async throws {
        try await store.outbox.settle([MailSettlement(claim, outcome)])
    }

    static func mail(_ step: Int) -> MessageID { MessageID("stage-\(step)@mosaic.test")! }

    func state(of claim: MailClaim) async throws -> MailState? { try await store.outbox.record(claim.id)?.state }

    func mails(of conversation: ConversationID) async throws -> [MailState] {
        try await store.outbox.list(in: MailState.allCases, of: conversation, limit: 10).sorted { $0.id < $1.id }
            .map(\.state)
    }

    func steps(of claim: MailClaim) async throws -> [SendStep] {
        try await store.outbox.steps(of: [claim.id]).map(\.step)
    }
}

extension SQLFixture {
    /// Both databases, each once.
    static let both = [SQLFixture.postgres, .sqliteMemory]

    func withScene(_ body: (StoreScene) async throws -> Void) async throws {
        try await withDatabase { database async throws in
            try await Migrator(database, Migration.embedded(for: database.dialect)).migrate()
            let store = Store(database: database)
            _ = try await store.instance.secret(orElse: [1])
            let account = try await store.accounts.register(account: StoreScene.team, displayName: nil, dailyLimit: 500)
            _ = try await store.sequences.register(StoreScene.sequence)
            let rights = try #require(
                try await store.leases.acquireRights(to: account, holder: "test", for: .seconds(3_600)))
            let lease = try #require(rights.watch)
            let scene = StoreScene(
                store: store, account: account, rights: rights, lease: lease, now: try await store.currentTime())
            _ = try await store.messages.admitSent([scene.sent(1, id: StoreScene.outreach)], under: lease)
            try await body(scene)
        }
    }
}
