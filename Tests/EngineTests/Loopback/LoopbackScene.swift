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
    private let office: PostOffice
    private let imap: IMAPServer
    private let smtp: SubmissionServer
    private let outreach: Letter

    static func open(_ script: (inout SubmissionScript) -> Void) async throws -> LoopbackScene {
        var world = MailWorld(style: .plain, filesSubmissionsInSent: true)
        world.addUser(team, password: password)
        let office = PostOffice(world)
        var faults = SubmissionScript()
        script(&faults)
        let imap = try await IMAPServer.open(for: office)
        let smtp = try await SubmissionServer.open(for: office, script: faults)
        let scene = try LoopbackScene(office, imap, smtp)
        try office.append(crlf(scene.outreach.bytes), to: .sent, of: team, flags: [.seen])
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
            debounce: .milliseconds(300), stage2Delay: .seconds(600), stage3Delay: .seconds(600),
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

    func deliver(_ letter: Letter) throws {
        try office.deliver(crlf(letter.bytes), to: Self.team)
    }

    /// Mails that the server took for this recipient.
    func accepted(for person: String) -> Int {
        office.read { world in world.accepted.count { $0.recipient == person } }
    }

    func reply(_ text: String) throws {
        try office.deliver(crlf(outreach.reply(text).bytes), to: Self.team)
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
