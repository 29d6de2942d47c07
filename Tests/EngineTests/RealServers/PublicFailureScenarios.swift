import Correspondence
import Engine
import Outreach
import PostOffice
import Settings
import Storage
import TestServers
import Testing
import Timing

/// What other programs of this kind got wrong in public at the web interfaces of providers, each with the issue that tells it:
/// campaigns over Gmail's and Amazon's.
@Suite(.fewAtATime) struct PublicFailureScenarios {
    private static let intro = CampaignDraft.Step(
        name: "intro", delay: .after(.zero), subject: "An idea", text: "Hi {{ first_name }}")
    private static let reminder = CampaignDraft.Step(
        name: "reminder", delay: .after(.seconds(2)), text: "Again, {{ first_name }}")

    /// Runs a campaign to these people from the account of a scene, over another way out.
    private func running(
        _ outlet: OutletSettings, from scene: Scene, to people: [String], _ steps: [CampaignDraft.Step],
        _ body: (Mosaic, CampaignID) async throws -> Void
    ) async throws {
        try await Mosaic.watching(
            scene, on: .sqlite,
            change: { $0.accounts[0].outlet = outlet },
            { mosaic in
                let pace = Duration.seconds(1)
                let applied = try await mosaic.store.campaigns.apply(
                    CampaignDraft(
                        name: "spring", rules: CampaignRules(pacing: Pacing(gap: pace...pace, mailsBeforePause: nil)),
                        senders: [CampaignDraft.Sender(try #require(EmailAddress(scene.team.address)))], steps: steps))
                let record = try await mosaic.store.imports.begin("people.csv", sha256: "0", into: applied.campaign)
                let leads = try people.enumerated().map { index, address in
                    let person = NewLead.Person(
                        address: try #require(EmailAddress(address)), name: nil, fields: #"{"first_name":"Ada"}"#)
                    return NewLead(row: index + 2, people: [person], fields: "{}")
                }
                var progress = ImportProgress()
                _ = try await mosaic.store.leads.admit(
                    leads, of: record.id, into: applied.campaign, progress: &progress, isLast: true)
                #expect(try await mosaic.store.campaigns.change(applied.campaign, .started, reason: nil))
                try await body(mosaic, applied.campaign)
            })
    }

    private func gmail(_ counter: HTTPCounter<GmailDesk>, _ scene: Scene) throws -> OutletSettings {
        let address = try #require(EmailAddress(scene.team.address))
        return .gmail(GmailSettings(address: address, tokens: .command(Secret("none")), baseURL: counter.baseURL))
    }

    private func ses(_ counter: HTTPCounter<SESDesk>) -> OutletSettings {
        .ses(
            SESSettings(
                region: "eu-central-1", baseURL: counter.baseURL,
                environment: [
                    "AWS_ACCESS_KEY_ID": Secret("AKIDEXAMPLE"), "AWS_SECRET_ACCESS_KEY": Secret("secret-of-tests"),
                ]))
    }

    private func ends(_ mosaic: Mosaic, _ campaign: CampaignID) async throws -> [LeadState] {
        try await eventually("every lead ends", within: .seconds(90)) { () -> [LeadState]? in
            let leads = try await mosaic.store.leads.list(of: campaign, limit: 100)
            return leads.allSatisfy(\.state.isEnd) ? leads.map(\.state) : nil
        }
    }

    /// google_workspace_mcp#997, google-api-python-client#1474: the answer was lost after the mail had been taken, and it was
    /// posted again.
    @Test(arguments: [false, true])
    func aCampaignsMailWhoseAnswerWasLostIsPostedOnce(renames: Bool) async throws {
        let scene = try await Scene.open(isSent: false)
        var desk = GmailDesk { _ in scene.team.address }
        desk.script = [.answerLost]
        desk.renames = renames
        let counter = try await HTTPCounter.open(desk)
        try await running(try gmail(counter, scene), from: scene, to: [scene.creator.address], [Self.intro]) {
            mosaic, campaign in
            let states = try await ends(mosaic, campaign)
            #expect(states == [.finished])
            #expect(counter.state.requests == 1 && counter.state.sent.count == 1)
            let handoffs = try await mosaic.store.handoffs.list(onlyOpen: true)
            #expect(handoffs.isEmpty, "its trace was found at Gmail")
        }
        await counter.close()
    }

    /// etailors_amazon_ses#117, listmonk#992, #2273: a rate that was exceeded for a second lost mails, or sent them twice.
    @Test func aRateThatIsExceededNowAndThenLosesNobody() async throws {
        let scene = try await Scene.open(isSent: false)
        let people = (1...6).map { "p\($0)@creators.example" }
        let counter = try await HTTPCounter.open(SESDesk())
        try await running(ses(counter), from: scene, to: people, [Self.intro]) { mosaic, campaign in
            let account = try #require(try await mosaic.store.accounts.all().first)
            for refusals in 1...2 {
                _ = try await eventually("two more mails") { counter.state.taken.count >= 2 * refusals ? true : nil }
                counter.change {
                    $0.script = [
                        .error(
                            status: 429, type: "TooManyRequestsException", message: "Maximum sending rate exceeded.")
                    ]
                }
                _ = try await eventually("a refusal", within: .seconds(60)) {
                    counter.state.script.isEmpty ? true : nil
                }
                // The account waits for a while by itself; nobody has time for that here.
                _ = try await eventually("the wait") {
                    try await mosaic.store.accounts.all().first?.blockedUntil == nil ? nil : true
                }
                try await mosaic.store.accounts.resume(account.id)
            }
            #expect(try await ends(mosaic, campaign) == [LeadState](repeating: .finished, count: 6))
            #expect(counter.state.taken.flatMap(\.recipients).sorted() == people)
            #expect(counter.state.requests == 8)
        }
        await counter.close()
    }

    /// gitlab#215666, odoo abf993a: SES gives a mail another Message-ID, and whoever answered that was a stranger.
    @Test func anAnswerToTheIdThatSESGaveEndsItsLead() async throws {
        let scene = try await Scene.open(isSent: false)
        let counter = try await HTTPCounter.open(SESDesk())
        var steps = [Self.intro, Self.reminder]
        steps.append(CampaignDraft.Step(name: "last", delay: .days(3), text: "Bye"))
        try await running(ses(counter), from: scene, to: [scene.creator.address], steps) { mosaic, campaign in
            _ = try await eventually("both mails", within: .seconds(60)) { counter.state.taken.count == 2 ? true : nil }
            let given = "\(counter.state.taken[0].id)@eu-central-1.amazonses.com"
            let second = ReceivedMail(counter.state.taken[1].bytes)
            #expect(second["In-Reply-To"] == "<\(given)>")
            #expect(second["References"]?.contains("<\(given)>") == true)
            var answer = scene.outreach.reply("How much do you pay per video?")
            answer.inReplyTo = given
            answer.references = []
            try await scene.deliver(answer)
            #expect(try await ends(mosaic, campaign) == [.replied])
        }
        await counter.close()
    }

    /// gogcli#512: a follow-up that named Gmail's conversation and no mail in its header was a new conversation to its recipient.
    @Test(arguments: [false, true])
    func aFollowUpOverGmailNamesWhatItFollows(renames: Bool) async throws {
        let scene = try await Scene.open(isSent: false)
        var desk = GmailDesk { _ in scene.team.address }
        desk.renames = renames
        let counter = try await HTTPCounter.open(desk)
        try await running(
            try gmail(counter, scene), from: scene, to: [scene.creator.address], [Self.intro, Self.reminder]
        ) { mosaic, campaign in
            #expect(try await ends(mosaic, campaign) == [.finished])
            let sent = counter.state.sent
            try #require(sent.count == 2)
            let second = ReceivedMail(sent[1].bytes)
            let first = sent[0].messageID.filter { $0 != "<" && $0 != ">" }
            #expect(second["In-Reply-To"] == "<\(first)>")
            #expect(second["References"]?.contains("<\(first)>") == true)
            #expect(second["Subject"] == "Re: An idea")
            #expect(sent[1].thread == sent[0].thread)
        }
        await counter.close()
    }
}
