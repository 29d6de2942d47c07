import Correspondence
import Database
import Delivery
import Engine
import Outreach
import Settings
import Storage
import TestServers
import Testing
import Timing

/// Campaigns over real mail servers: what their people find in their mailboxes.
@Suite(.fewAtATime) struct CampaignScenarios {
    private static let steps = [
        CampaignDraft.Step(
            name: "intro", delay: .after(.zero), subject: "An idea for {{ company_name }}",
            text: "Hi {{ first_name }},\nwould you like to try it?\n{{ sender_name }}",
            html: "<p>Hi {{ first_name }},<br>would you like to try it?</p><p>{{ sender_name }}</p>"),
        CampaignDraft.Step(
            name: "reminder", delay: .after(.seconds(15)), text: "Did you see my last mail, {{ first_name }}?"),
    ]

    private static func draft(_ accounts: [MailAccount], gap: Int = 1) -> CampaignDraft {
        let pace = Duration.seconds(gap)
        return CampaignDraft(
            name: "spring",
            rules: CampaignRules(pacing: Pacing(gap: pace...pace, mailsBeforePause: nil), minWait: .seconds(1)),
            senders: accounts.compactMap { EmailAddress($0.address) }.map { CampaignDraft.Sender($0) }, steps: steps)
    }

    private static func makeLeads(_ people: [MailAccount], of campaign: CampaignID, in store: Store) async throws {
        let record = try await store.imports.begin("people.csv", sha256: "0", into: campaign)
        let leads = people.enumerated().compactMap { index, person in
            EmailAddress(person.address).map { address in
                NewLead(
                    row: index + 2,
                    people: [
                        NewLead.Person(address: address, name: nil, fields: #"{"first_name":"Zoë \#(index)"}"#)
                    ], fields: #"{"company_name":"Acme & Co"}"#)
            }
        }
        var progress = ImportProgress()
        let admissions = try await store.leads.admit(
            leads, of: record.id, into: campaign, progress: &progress, isLast: true)
        try #require(admissions == [LeadAdmission](repeating: .added, count: people.count))
    }

    @Test(arguments: Backing.allCases)
    func twoStepsFromTwoAccountsAndAReplyStops(_ backing: Backing) async throws {
        let house = try await MailHouse.shared()
        let scene = try await Scene.open()
        let second = try await house.account()
        var people: [MailAccount] = []
        for _ in 0..<4 { people.append(try await house.creator()) }
        var settings = MosaicSettings.quick([scene.team, second], on: scene)
        settings.web = WebSettings(publicURL: "https://mail.mosaic.test")
        let mosaic = try await Mosaic.open(settings, on: backing.location())
        try await mosaic.watching {
            let applied = try await mosaic.store.campaigns.apply(Self.draft([scene.team, second]))
            try await Self.makeLeads(people, of: applied.campaign, in: mosaic.store)
            #expect(try await mosaic.store.campaigns.change(applied.campaign, .started, reason: nil))
            // The first who gets a mail answers it, and gets no reminder.
            let first = try await eventually("a first mail") {
                try await scene.dovecot.messages(of: people[0]).map(ReceivedMail.init).first
            }
            #expect(first["Subject"]?.isEmpty == false)
            #expect(first["In-Reply-To"] == nil)
            #expect(first["Auto-Submitted"] == nil)
            try await Self.expectOneClick(first, of: people[0], in: mosaic.store)
            let sender = first["From"]?.contains(second.address) == true ? second : scene.team
            let id = try #require(first["Message-ID"]).dropFirst().dropLast()
            let letter = Letter(
                from: sender.address, to: [people[0].address], subject: "An idea", id: String(id), text: "Hi")
            try await scene.dovecot.deliver(
                letter.reply("Hi, how much do you pay per video?").bytes, to: sender, from: people[0].address)
            for person in people.dropFirst() {
                let mails = try await scene.dovecot.messages(of: person, atLeast: 2).map(ReceivedMail.init)
                #expect(mails[1]["In-Reply-To"] == mails[0]["Message-ID"])
                #expect(mails[1]["Subject"]?.hasPrefix("Re: ") == true)
                #expect(mails[1].text.hasPrefix("Did you see my last mail, Zo"))
                #expect(mails[0]["From"] == mails[1]["From"])
            }
            let states = try await eventually("every lead ends", within: .seconds(90)) { () -> [LeadState]? in
                let leads = try await mosaic.store.leads.list(of: applied.campaign, limit: 10)
                return leads.allSatisfy(\.state.isEnd) ? leads.map(\.state) : nil
            }
            #expect(states == [.replied, .finished, .finished, .finished])
            #expect(try await scene.dovecot.messages(of: people[0]).count == 1)
            for person in people.dropFirst() { #expect(try await scene.dovecot.messages(of: person).count == 2) }
            let leads = try await mosaic.store.leads.list(of: applied.campaign, limit: 10)
            #expect(Set(leads.compactMap(\.account)).count == 2)
            _ = try await eventually("the campaign is done") {
                try await mosaic.store.campaigns.list().first?.state == .completed ? true : nil
            }
        }
        await mosaic.close()
    }

    /// A planner that was killed keeps nobody waiting for the end of its lease.
    @Test func aDeadPlannersCampaignIsTakenOverAtOnce() async throws {
        let scene = try await Scene.open(isSent: false)
        let mosaic = try await Mosaic.open(.quick([scene.team], on: scene), on: Backing.sqlite.location())
        let applied = try await mosaic.store.campaigns.apply(Self.draft([scene.team]))
        try await Self.makeLeads([scene.creator], of: applied.campaign, in: mosaic.store)
        #expect(try await mosaic.store.campaigns.change(applied.campaign, .started, reason: nil))
        let this = ProcessIdentity.current.description.split(separator: "/", omittingEmptySubsequences: false)
        let dead = "\(this[0])/\(this[1])/999999/1"
        _ = try #require(
            try await mosaic.store.leases.acquire("campaign:\(applied.campaign)", holder: dead, for: .seconds(3_600)))
        try await mosaic.watching { _ = try await scene.received(atLeast: 1) }
        await mosaic.close()
    }

    /// The link is the recipient's, and one post of it takes them off.
    private static func expectOneClick(_ mail: ReceivedMail, of person: MailAccount, in store: Store) async throws {
        #expect(mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click")
        let field = try #require(mail["List-Unsubscribe"])
        #expect(field.hasPrefix("<https://mail.mosaic.test/u/") && field.contains(", <mailto:"))
        let token = field.dropFirst("<https://mail.mosaic.test/u/".count).prefix { $0 != ">" }
        let secret = try #require(try await store.instance.knownSecret())
        #expect(OptOutSeal(secret: secret).address(in: String(token)) == EmailAddress(person.address))
    }

    @Test(arguments: Backing.allCases)
    func aPausedCampaignSendsNothingUntilItIsStartedAgain(_ backing: Backing) async throws {
        let house = try await MailHouse.shared()
        let scene = try await Scene.open()
        var people: [MailAccount] = []
        for _ in 0..<4 { people.append(try await house.creator()) }
        func received() async throws -> Int {
            var count = 0
            for person in people { count += try await scene.dovecot.messages(of: person).count }
            return count
        }
        let mosaic = try await Mosaic.open(.quick([scene.team], on: scene), on: backing.location())
        try await mosaic.watching {
            let applied = try await mosaic.store.campaigns.apply(Self.draft([scene.team], gap: 3))
            try await Self.makeLeads(people, of: applied.campaign, in: mosaic.store)
            #expect(try await mosaic.store.campaigns.change(applied.campaign, .started, reason: nil))
            _ = try await eventually("a first mail") { try await received() > 0 ? true : nil }
            #expect(try await mosaic.store.campaigns.change(applied.campaign, .paused, reason: "by a person"))
            // Mails that were permitted before the pause may still be on their way.
            let left = try await eventually("nothing in doubt") { () -> Int? in
                let open = try await mosaic.store.outbox.list(in: [.inDoubt], limit: 10)
                guard open.isEmpty else { return nil }
                return try await mosaic.store.campaigns.counts(of: applied.campaign).mails
            }
            // More than the gap: without the pause another would have left.
            try await Task.sleep(for: .seconds(7))
            #expect(try await mosaic.store.campaigns.counts(of: applied.campaign).mails == left)
            #expect(left < 4)
            #expect(try await mosaic.store.campaigns.change(applied.campaign, .started, reason: nil))
            _ = try await eventually("all have their mail") { try await received() >= 4 ? true : nil }
        }
        await mosaic.close()
    }
}
