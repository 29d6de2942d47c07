import Correspondence
import Database
import Settings
import Storage
import TestServers
import Timing

/// An outreach whose conversation a test follows.
protocol OutreachScene {
    var creatorAddress: String { get }
}

/// One account of ours that wrote to one creator; the outreach lies in its Sent.
struct Scene: Sendable, OutreachScene {
    let dovecot: Dovecot
    let postfix: Postfix
    let team: MailAccount
    let creator: MailAccount
    let outreach: Letter

    static let interested = "Yes, I'm interested! I'd love to collaborate, tell me more."
    /// The seed's three texts.
    static let texts = [
        "Could you share your WhatsApp contact and address with me? "
            + "I will ask my team to connect with you immediately.",
        "Just checking in — can you please share your WhatsApp contact so we can connect quickly?",
        "Wanted to follow up again — we'd love to take this forward "
            + "but just need your WhatsApp number to coordinate better.",
    ]

    var creatorAddress: String { creator.address }

    /// - Parameters:
    ///   - team: who wrote; a new account where none is given.
    ///   - isSent: false: the outreach is not in Sent yet.
    static func open(team: MailAccount? = nil, isSent: Bool = true) async throws -> Scene {
        let house = try await MailHouse.shared()
        let account = if let team { team } else { try await house.account() }
        return try await open(
            team: account, creator: house.creator(), dovecot: house.dovecot, postfix: house.postfix, isSent: isSent)
    }

    /// The same with servers of the test's own.
    static func open(
        team: MailAccount, creator: MailAccount, dovecot: Dovecot, postfix: Postfix, isSent: Bool = true
    ) async throws -> Scene {
        let outreach = Letter(
            from: team.address, to: [creator.address], subject: "Collaboration with your channel",
            id: Letter.freshID(at: "mosaic.test"),
            text: "Hi,\n\nwould you like to try our product in a video?\n\nBest\nThe team")
        let scene = Scene(dovecot: dovecot, postfix: postfix, team: team, creator: creator, outreach: outreach)
        if isSent { try await scene.fileOutreach() }
        return scene
    }

    func fileOutreach() async throws {
        try await dovecot.append(outreach.bytes, to: "Sent", of: team, flags: ["\\Seen"])
    }

    /// Hands a letter of the creator over to our mailbox.
    func deliver(_ letter: Letter) async throws {
        try await dovecot.deliver(letter.bytes, to: team, from: creator.address)
    }

    @discardableResult
    func reply(_ text: String) async throws -> Letter {
        let letter = outreach.reply(text)
        try await deliver(letter)
        return letter
    }

    /// The mails in the creator's mailbox, oldest first.
    func received() async throws -> [ReceivedMail] {
        try await dovecot.messages(of: creator).map(ReceivedMail.init)
    }

    /// The same, once there are as many.
    func received(atLeast count: Int) async throws -> [ReceivedMail] {
        try await dovecot.messages(of: creator, atLeast: count).map(ReceivedMail.init)
    }

    /// What lies in our Inbox or Sent with this Message-ID.
    func stored(_ id: String, in mailbox: String = "INBOX", of account: MailAccount? = nil) async throws
        -> [StoredMessage]
    {
        try await dovecot.messages(in: mailbox, of: account ?? team).filter {
            ReceivedMail($0)["Message-ID"] == "<\(id)>"
        }
    }
}

extension MosaicSettings {
    /// Settings for these accounts on the servers of a scene, with everything that takes hours made seconds.
    static func quick(
        _ accounts: [MailAccount], on scene: Scene, delay: Duration = .seconds(2),
        change: (inout MosaicSettings) -> Void = { _ in }
    ) -> MosaicSettings {
        var settings = MosaicSettings(
            accounts: accounts.compactMap { AccountSettings($0, dovecot: scene.dovecot, postfix: scene.postfix) },
            database: .sqlite(path: ":memory:"), pollingInterval: .seconds(5), debounce: .milliseconds(500),
            secondMailDelay: delay, thirdMailDelay: delay, tlsCAFile: scene.dovecot.caFile)
        change(&settings)
        return settings
    }
}

extension AccountSettings {
    init?(_ account: MailAccount, dovecot: Dovecot, postfix: Postfix) {
        guard let address = EmailAddress(account.address) else { return nil }
        self.init(
            address: address, password: Secret(account.password), name: "The Team",
            imap: ServerAddress(host: "127.0.0.1", port: Int(dovecot.imapsPort), security: .tls),
            smtp: ServerAddress(host: "127.0.0.1", port: Int(postfix.submissionPort), security: .startTLS))
        inbox?.login.additionalRoots = AdditionalRoots(file: dovecot.caFile)
        if var login = outlet?.login {
            login.additionalRoots = AdditionalRoots(file: dovecot.caFile)
            outlet = .smtp(login)
        }
    }
}

extension Mosaic {
    /// Runs `body` over this scene while Mosaic watches it.
    static func watching(
        _ scene: Scene, on backing: Backing, delay: Duration = .seconds(2),
        change: (inout MosaicSettings) -> Void = { _ in }, _ body: (Mosaic) async throws -> Void
    ) async throws {
        let mosaic = try await open(
            .quick([scene.team], on: scene, delay: delay, change: change), on: backing.location())
        do { try await mosaic.watching { try await body(mosaic) } } catch {
            await mosaic.close()
            throw error
        }
        await mosaic.close()
    }

    /// The one conversation with the creator of a scene, once there is one.
    func conversation(_ scene: some OutreachScene) async throws -> ConversationID {
        guard let address = EmailAddress(scene.creatorAddress) else {
            throw NeverHappened(description: "\(scene.creatorAddress) is no address")
        }
        return try await eventually("a conversation with \(address)") {
            try await store.conversations.ids(with: address).first
        }
    }

    /// The whole story of the conversation once `isOver` holds for it and nothing is left to do in a mailbox.
    func story(
        _ scene: some OutreachScene, _ what: String, within limit: Duration = .seconds(60),
        _ isOver: (ConversationStory) -> Bool
    ) async throws -> ConversationStory {
        var last: ConversationStory?
        do {
            return try await eventually(what, within: limit) {
                do {
                    last = try await store.conversations.story(of: try await conversation(scene))
                } catch let error as StorageError where error.isRetriable {
                    // A database that a test has stopped may take a moment to be there again.
                    return nil
                }
                guard let last, isOver(last), last.isSettled else { return nil }
                return last
            }
        } catch let error as NeverHappened {
            throw NeverHappened(description: "\(error)\n\(last.map(\.summary) ?? "no story")")
        }
    }

    /// The story once every message of the creator is decided and the conversation is in this state.
    func story(_ scene: some OutreachScene, ends state: ConversationState) async throws -> ConversationStory {
        try await story(scene, "\(state)") { $0.conversation.state == state }
    }
}

extension ConversationStory {
    var sent: [MailRecord] { followUps.filter { $0.state == .sent }.sorted { $0.step < $1.step } }
    var openHandoffs: [HandoffRecord] { handoffs.filter { $0.closedAt == nil } }

    fileprivate var isSettled: Bool {
        !messages.contains { $0.state == .pending } && !mailboxActions.contains { $0.state == .pending }
    }

    fileprivate var summary: String {
        let followUps = followUps.map { "\($0.step)/\($0.generation) \($0.state) \($0.reason ?? "")" }
        let messages = messages.map { "\($0.isInbound ? "in" : "out") \($0.state) \($0.decision ?? "")" }
        let actions = mailboxActions.map { "\($0.kind) \($0.state) \($0.detail ?? "")" }
        return "\(conversation.state) \(conversation.why)\n\(followUps)\n\(messages)\n\(actions)"
    }
}
