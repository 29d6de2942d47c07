import Correspondence
import Dashboard
import Engine
import Foundation
import Logging
import Operations
import PostOffice
import Settings
import Storage
import Timing
import UnixSignals

/// The main job on embedded defaults: a post office on loopback, a dozen creators who answer, and the real engine.
///
/// A day passes in a few seconds, because the delays between mails are set to seconds; nothing else differs from
/// `mosaic run`.
struct Demo {
    /// The duration that stands for 24 h.
    static let day = Duration.seconds(6)
    /// The demo ends when everything expected has happened, and at the latest after this time.
    static let timeLimit = Duration.seconds(55)

    let log: Logger
    let narrator: DemoNarrator
    /// The place of its data; memory leaves nothing behind.
    var database = DatabaseLocation.sqlite(path: ":memory:")
    /// The address of a desk, which keeps the demo running; nil: no desk.
    var deskPort: Int?

    /// Returns whether everything went as expected.
    func run() async throws -> Bool {
        let office = PostOffice(Self.world())
        let servers = try await LoopbackPostOffice.open(office, groq: DemoModel.options)
        defer { narrator.finish() }
        let installation = try await Installation.open(
            Self.settings(servers, database), clock: SystemWallClock(), log: log)
        try sendOutreach(office)
        let report = try await withThrowingTaskGroup { group in
            let engine = installation.engine()
            group.addTask { try await engine.run() }
            group.addTask { try await narrator.follow(installation.store) }
            if let deskPort { try await openDesk(on: installation, deskPort, &group) }
            try await waitUntil(within: .seconds(10)) { engine.watchedAccounts.count == DemoCreator.teams.count }
            try await DemoCampaign.begin(in: installation)
            group.addTask { try await office.play(ScriptedPeople(Self.people, from: office.clock.now)) }
            try office.deliver(Self.newsletter(office.clock.now), to: DemoCreator.teams[0])
            try await waitUntil(within: Self.timeLimit) {
                try await DemoReport.make(office, installation.store).isComplete
            }
            // A little longer: a mail that should not be sent would come now.
            try await Task.sleep(for: .seconds(2))
            let report = try await DemoReport.make(office, installation.store)
            if deskPort != nil {
                narrator.show(report)
                narrator.stay()
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { break }
            }
            group.cancelAll()
            return report
        }
        await installation.close()
        await servers.close()
        if deskPort == nil { narrator.show(report) }
        return report.isRight
    }

    /// For one login, which is printed: this world lasts as long as the process.
    private func openDesk(
        on installation: Installation, _ port: Int, _ group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws {
        let login = WebSettings.Admin(
            name: "demo", password: Secret(String([UInt8].fresh(count: 6).map { "\($0 % 10)" }.joined()) + "-demo"))
        let desk = try await Desk.open(
            WebSettings(port: port, admin: login), store: installation.store,
            acts: Interventions(installation.store, cache: installation.parts.cache),
            heartbeat: installation.parts.heartbeat, transport: installation.transport,
            trial: AccountTrial(
                installation.settings, access: Installation.access(installation.parts.tokens, installation.transport)),
            log: log)
        group.addTask { try await desk.run() }
        narrator.invite(to: "http://127.0.0.1:\(port)", login)
    }

    private func waitUntil(within limit: Duration, _ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + limit
        while try await !condition(), .now < end { try await Task.sleep(for: .milliseconds(100)) }
    }

    // MARK: The world

    private static let password = "demo-password"

    private static func world() -> MailWorld {
        var world = MailWorld(style: .plain, filesSubmissionsInSent: true)
        for team in DemoCreator.teams { world.addUser(team, password: password) }
        return world
    }

    private static var people: [ScriptedPerson] {
        DemoCreator.cast.map { ScriptedPerson($0.person, style: $0.style, script: $0.script) }
            + DemoLead.cast.flatMap(\.scripts)
    }

    static func settings(_ servers: LoopbackPostOffice, _ database: DatabaseLocation) -> MosaicSettings {
        let imap = ServerAddress(host: "127.0.0.1", port: servers.imap.port, security: .none)
        let smtp = ServerAddress(host: "127.0.0.1", port: servers.smtp.port, security: .none)
        let accounts = zip(DemoCreator.teams, DemoCreator.teamNames).compactMap { address, name in
            EmailAddress(address).map {
                AccountSettings(
                    address: $0, password: Secret(password), name: name, dailyLimit: 50, imap: imap, smtp: smtp)
            }
        }
        var settings = MosaicSettings(
            accounts: accounts, database: database,
            groq: GroqSettings(
                apiKey: Secret(DemoModel.key), baseURL: "http://127.0.0.1:\(servers.groq.port)/openai/v1"),
            debounce: .seconds(1), secondMailDelay: day, thirdMailDelay: day * 2)
        settings.outreach = .similar
        return settings
    }

    /// Each team has written to four creators; the outreach is in its Sent.
    private func sendOutreach(_ office: PostOffice) throws {
        for (index, creator) in DemoCreator.cast.enumerated() {
            let team = Person("Team", DemoCreator.teams[index % DemoCreator.teams.count])
            let now = office.clock.now
            let mail = MailText(
                from: team, to: [creator.person], subject: "Collaboration with \(creator.person.name)?",
                messageID: "outreach-\(index)@team.example", date: now,
                body: .plain("Hi \(creator.person.name),\n\nwould you like to try our product in a video?\n"))
            try office.change { world in
                world.submit(
                    SubmittedMail(
                        from: team.address, to: [creator.person.address], bytes: mail.bytes, user: team.address),
                    at: now)
            }
        }
    }

    private static func newsletter(_ now: Timestamp) -> [UInt8] {
        var mail = MailText(
            from: Person("Weekly Deals", "news@shop.example"), to: [Person("", DemoCreator.teams[0])],
            subject: "Yes, we are interested in you!", messageID: "issue-12@shop.example", date: now,
            body: .plain("Ten offers for this week.\n"))
        mail["List-Unsubscribe"] = "<https://shop.example/out>"
        return mail.bytes
    }
}
