import Correspondence
import Database
import Outreach
import Storage
import TestServers
import Testing
import Timing

/// What comes back to a campaign over real mail servers, apart from plain answers.
@Suite(.fewAtATime) struct CampaignReplyScenarios {
    private static func draft(_ account: MailAccount, _ change: (inout CampaignRules) -> Void = { _ in })
        -> CampaignDraft
    {
        let pace = Duration.seconds(1)
        var rules = CampaignRules(pacing: Pacing(gap: pace...pace, mailsBeforePause: nil))
        change(&rules)
        return CampaignDraft(
            name: "spring", rules: rules,
            senders: EmailAddress(account.address).map { [CampaignDraft.Sender($0)] } ?? [],
            steps: [
                CampaignDraft.Step(name: "intro", delay: .after(.zero), subject: "An idea", text: "Would you try it?"),
                CampaignDraft.Step(name: "reminder", delay: .after(.seconds(8)), text: "Did you see my last mail?"),
            ])
    }

    /// Starts the campaign with one person, and gives back the first mail that arrives there.
    private static func begin(
        _ draft: CampaignDraft, with person: MailAccount, _ mosaic: Mosaic, _ scene: Scene
    ) async throws -> ReceivedMail {
        let campaign = try await mosaic.store.campaigns.apply(draft).campaign
        let record = try await mosaic.store.imports.begin("people.csv", sha256: "0", into: campaign)
        let address = try #require(EmailAddress(person.address))
        var progress = ImportProgress()
        _ = try await mosaic.store.leads.admit(
            [NewLead(row: 2, people: [NewLead.Person(address: address, name: nil, fields: "{}")], fields: "{}")],
            of: record.id, into: campaign, progress: &progress, isLast: true)
        #expect(try await mosaic.store.campaigns.change(campaign, .started, reason: nil))
        return try await eventually("a first mail") {
            try await scene.dovecot.messages(of: person).map(ReceivedMail.init).first
        }
    }

    /// The button sends a mail without a word from an address that we have never heard of, and a machine writes it.
    @Test(arguments: Backing.allCases)
    func theButtonOfAMailProgramOptsOut(_ backing: Backing) async throws {
        let house = try await MailHouse.shared()
        let scene = try await Scene.open()
        let person = try await house.creator()
        let mosaic = try await Mosaic.open(.quick([scene.team], on: scene), on: backing.location())
        try await mosaic.watching {
            let first = try await Self.begin(Self.draft(scene.team), with: person, mosaic, scene)
            let field = try #require(first["List-Unsubscribe"])
            let url = try #require(field.wholeMatch(of: /<mailto:([^?]+)\?subject=(.+)>/))
            #expect(url.1 == scene.team.address)
            let subject = String(url.2).replacing("%20", with: " ").replacing("%40", with: "@")
            let letter = Letter(
                from: "somebody.else@creators.example", to: [String(url.1)], subject: subject,
                id: Letter.freshID(at: "creators.example"),
                fields: [(name: "Auto-Submitted", value: "auto-generated")], text: "This mail was written by a program."
            )
            try await scene.dovecot.deliver(letter.bytes, to: scene.team, from: "somebody.else@creators.example")
            let address = try #require(EmailAddress(person.address))
            let lead = try await eventually("the lead stops") { () -> LeadRecord? in
                try await mosaic.store.leads.list(with: address).first { $0.state == .stopped }
            }
            #expect(lead.reason == "suppressed: opt_out")
            #expect(lead.people.map(\.status) == [.optedOut])
            try await Task.sleep(for: .seconds(9))
            #expect(try await scene.dovecot.messages(of: person).count == 1)
        }
        await mosaic.close()
    }

    @Test(arguments: Backing.allCases)
    func aPersonGetsTheRepliesOfACampaignThatSaysSo(_ backing: Backing) async throws {
        let house = try await MailHouse.shared()
        let scene = try await Scene.open()
        let person = try await house.creator()
        let mosaic = try await Mosaic.open(.quick([scene.team], on: scene), on: backing.location())
        try await mosaic.watching {
            let draft = Self.draft(scene.team) { $0.replies = .handOff }
            let first = try await Self.begin(draft, with: person, mosaic, scene)
            let id = try #require(first["Message-ID"]).dropFirst().dropLast()
            let letter = Letter(
                from: scene.team.address, to: [person.address], subject: "An idea", id: String(id), text: "Hi")
            try await scene.dovecot.deliver(letter.reply(Scene.interested).bytes, to: scene.team, from: person.address)
            let address = try #require(EmailAddress(person.address))
            let lead = try await eventually("the lead has its answer") { () -> LeadRecord? in
                try await mosaic.store.leads.list(with: address).first { $0.state == .replied }
            }
            let conversation = try #require(lead.people.first?.conversation)
            let story = try #require(try await mosaic.store.conversations.story(of: conversation))
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.campaignReply.rawValue])
            #expect(story.conversation.state == .withPerson)
            try await Task.sleep(for: .seconds(9))
            #expect(try await scene.dovecot.messages(of: person).count == 1)
        }
        await mosaic.close()
    }
}
