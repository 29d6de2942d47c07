import Correspondence
import PostOffice
import Settings
import Storage
import Timing

import func TestServers.crlf

/// One account of ours in a post office on loopback, whose submission server misbehaves by script.
struct LoopbackScene: Sendable, OutreachScene {
    private static let team = "team@mosaic.test"
    private static let password = "secret"
    let creatorAddress = "creator@creators.example"
    let settings: MosaicSettings
    let office: PostOffice
    let imap: IMAPServer
    private let smtp: SubmissionServer
    let outreach: Letter

    static func open(
        style: MailboxStyle = .plain, filesSubmissionsInSent: Bool = true, filesOutreach: Bool = true,
        _ script: (inout SubmissionScript) -> Void = { _ in }
    ) async throws -> LoopbackScene {
        var world = MailWorld(style: style, filesSubmissionsInSent: filesSubmissionsInSent)
        world.addUser(team, password: password)
        let office = PostOffice(world)
        var faults = SubmissionScript()
        script(&faults)
        let imap = try await IMAPServer.open(for: office)
        let smtp = try await SubmissionServer.open(for: office, script: faults)
        let scene = try LoopbackScene(office, imap, smtp)
        if filesOutreach { try scene.fileSent(scene.outreach) }
        return scene
    }

    private init(_ office: PostOffice, _ imap: IMAPServer, _ smtp: SubmissionServer) throws {
        (self.office, self.imap, self.smtp) = (office, imap, smtp)
        outreach = Letter(
            from: Self.team, to: [creatorAddress], subject: "Collaboration with your channel",
            id: Letter.freshID(at: "mosaic.test"), text: "Hi,\n\nwould you like to try our product in a video?")
        guard let address = EmailAddress(Self.team) else { throw NeverHappened(description: "no address") }
        let account = AccountSettings(
            address: address, password: Secret(Self.password),
            imap: ServerAddress(host: "127.0.0.1", port: imap.port, security: .none),
            smtp: ServerAddress(host: "127.0.0.1", port: smtp.port, security: .none))
        settings = MosaicSettings(
            accounts: [account], database: .sqlite(path: ":memory:"), pollingInterval: .seconds(5),
            debounce: .milliseconds(300), secondMailDelay: .seconds(600), thirdMailDelay: .seconds(600),
            inDoubtGrace: .seconds(3))
    }

    /// Mails the server took, whatever it answered.
    var accepted: Int { office.read { $0.accepted.count } }
    /// The same as their recipients find them.
    var mails: [ReceivedMail] { office.read { world in world.accepted.map { ReceivedMail($0.bytes) } } }
    /// Connections to the submission server so far.
    var connections: Int { smtp.connectionCount }

    /// A mail that lies in our Sent from before.
    func fileSent(_ letter: Letter) throws {
        try office.append(crlf(letter.bytes), to: .sent, of: Self.team, flags: [.seen])
    }

    /// A mail of ours to somebody, as a mail program writes it.
    func letter(to person: String, _ subject: String, _ text: String) -> Letter {
        Letter(
            from: Self.team, to: [person], subject: subject, id: Letter.freshID(at: "mosaic.test"), text: text)
    }

    /// Mails that the server took for this recipient.
    func accepted(for person: String) -> Int {
        office.read { world in world.accepted.count { $0.recipient == person } }
    }

    var team: String { Self.team }
    /// How often somebody logged in or tried.
    var imapConnections: Int { imap.connectionCount }

    /// Returns its UID.
    @discardableResult
    func reply(_ text: String, into folder: Folder = .inbox, at instant: Timestamp? = nil) throws -> UInt32 {
        try deliver(outreach.reply(text), into: folder, at: instant)
    }

    @discardableResult
    func deliver(_ letter: Letter, into folder: Folder = .inbox, at instant: Timestamp? = nil) throws -> UInt32 {
        let (now, bytes) = (instant ?? office.clock.now, crlf(letter.bytes))
        return try office.change { world throws(PostOfficeError) in
            try world.append(bytes, to: folder, of: Self.team, at: now)
        }
    }

    /// Returns its new UID.
    @discardableResult
    func move(_ uid: UInt32, from source: Folder = .inbox, to target: Folder) throws -> UInt32 {
        try office.change { world throws(PostOfficeError) in
            if case .named(let name) = target { try world.createMailbox(name, of: Self.team) }
            return try world.move([uid], from: source, to: target, of: Self.team).first?.to ?? 0
        }
    }

    func createMailbox(_ name: String) throws {
        try office.change { world throws(PostOfficeError) in try world.createMailbox(name, of: Self.team) }
    }

    func setFlag(_ flag: MailFlag, on uid: UInt32, in folder: Folder = .inbox) throws {
        try office.change { world throws(PostOfficeError) in
            try world.store(.add, [flag], on: [uid], in: folder, of: Self.team)
        }
    }

    /// Runs `body` while Mosaic watches, and closes everything.
    func watching(
        change: (inout MosaicSettings) -> Void = { _ in }, _ body: (Mosaic) async throws -> Void
    ) async throws {
        var settings = settings
        change(&settings)
        try await Mosaic.session(settings, on: .sqlite(path: ":memory:"), body)
        await close()
    }

    func close() async {
        await smtp.close()
        await imap.close()
    }
}
