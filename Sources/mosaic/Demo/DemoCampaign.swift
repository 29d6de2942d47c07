import Correspondence
import Engine
import Foundation
import Operations
import Outreach
import PostOffice
import Storage
import Timing

/// The outreach half of the demo: a dozen shops from a CSV file get a first mail and a reminder from two of the accounts.
struct DemoCampaign: Sendable {
    static let name = "spring"
    /// The two accounts that write; the third only answers.
    static let senders = DemoCreator.teams.prefix(2)
    /// A day of the demo passes between the first mail and the reminder.
    static let steps = [
        CampaignDraft.Step(
            name: "intro", delay: .after(.zero), subject: "A stand for {{ company_name }}?",
            text:
                "Hi {{ first_name }},\n\nwould {{ company_name }} like to try our new stand for free?\n\n{{ sender_name }}"
        ),
        CampaignDraft.Step(
            name: "reminder", delay: .after(Demo.day), text: "Hi {{ first_name }},\n\nis the stand of interest to you?"),
    ]

    /// As a person writes it in a spreadsheet.
    static var file: String {
        (["email,first_name,company_name,email 2,first_name 2"] + DemoLead.cast.map(\.row)).joined(separator: "\n")
            + "\n"
    }

    /// Makes the campaign, imports the file, and starts it.
    static func begin(in installation: Installation) async throws {
        let store = installation.store
        let acts = Interventions(store, cache: installation.parts.cache)
        let second = Duration.seconds(1)
        let rules = CampaignRules(
            pacing: Pacing(gap: second...second, mailsBeforePause: nil), minWait: second, guardrails: nil)
        let draft = CampaignDraft(
            name: name, rules: rules, senders: senders.compactMap { EmailAddress($0) }.map { CampaignDraft.Sender($0) },
            steps: steps)
        _ = try await acts.apply(draft, over: .new)
        let barred = DemoLead.cast.filter(\.isSuppressed).flatMap(\.people).compactMap { EmailAddress($0.address) }
        _ = try await store.contacts.suppress(barred, reason: .manual)
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "mosaic-demo-\(UInt64.random(in: .min ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "shops.csv").path
        try Data(file.utf8).write(to: URL(filePath: path))
        _ = try await LeadImport(path, into: WholeCampaign.of(name, in: store), of: store).run()
        _ = try await acts.start(name)
    }
}

/// One shop of the file, and what becomes of it.
struct DemoLead: Sendable {
    /// Usually one; the second has the same lead.
    let people: [Person]
    let company: String
    /// The story in a few words, for the table.
    let summary: String
    let answers: [Int: CreatorScript.Action]
    /// The verdict of a capable model on the first answer.
    let intent: Intent
    /// All mails that its people get, the answers among them.
    let mails: Int
    /// Nil: it becomes no lead.
    let state: LeadState?
    var isSuppressed = false

    var row: String {
        let first = people[0]
        let second = people.dropFirst().first
        return "\(first.address),\(first.name),\(company),\(second?.address ?? ""),\(second?.name ?? "")"
    }

    var scripts: [ScriptedPerson] {
        people.map { person in
            var script = CreatorScript()
            for (mail, action) in answers.sorted(by: { $0.key < $1.key }) {
                script.answer(mail: mail, after: .milliseconds(800), with: action)
            }
            return ScriptedPerson(person, style: .gmail, script: script)
        }
    }

    /// Its texts, answer by answer.
    var texts: [String] {
        answers.sorted { $0.key < $1.key }.compactMap { if case .reply(let text) = $0.value { text } else { nil } }
    }

    static let cast: [DemoLead] = [
        DemoLead(
            "Mia", "Golden Crust", "says yes, gives a number when asked",
            [1: "Yes, I'm interested! Please send it.", 2: "Call me: +1 213 373 4253"],
            .interested, mails: 2, .replied),
        DemoLead(
            "Tom", "Two Wheels", "declines", [1: "No thanks, not interested."], .notInterested, mails: 1, .replied),
        DemoLead(
            "Zoe", "Book Nook", "asks a question", [1: "What does it cost after the trial?"], .clarification, mails: 1,
            .replied),
        DemoLead(
            "Sam", "Iron Gym", "wants no more mail", [1: "Please remove me from your list and stop emailing me."],
            .unsubscribe, mails: 1,
            .stopped),
        DemoLead("Ida", "Corner Deli", "is silent", mails: 2, .finished),
        DemoLead("Max", "Paper Moon", "is silent", mails: 2, .finished),
        DemoLead("Eva", "Green Leaf", "is silent", mails: 2, .finished),
        DemoLead("Ben", "Clock Tower", "is silent", mails: 2, .finished),
        DemoLead("Kim", "Tea House", second: "Lee", "two people, both silent", mails: 4, .finished),
        DemoLead("", "Nameless Nails", "its row lacks the first name", mails: 0, .needsData),
        DemoLead("Una", "Old Mill", "was suppressed before", mails: 0, nil, isSuppressed: true),
        DemoLead(
            "Rob", "Shut Shop", "has a dead address",
            actions: [1: .bounce(status: "5.1.1", diagnostic: "550 5.1.1 The email account does not exist")], mails: 1,
            .failed),
    ]

    private init(
        _ name: String, _ company: String, second: String? = nil, _ summary: String, _ says: [Int: String] = [:],
        actions: [Int: CreatorScript.Action] = [:], _ intent: Intent = .clarification, mails: Int, _ state: LeadState?,
        isSuppressed: Bool = false
    ) {
        let domain = company.lowercased().filter { !$0.isWhitespace } + ".example"
        people =
            [Person(name, "\(name.isEmpty ? "hello" : name.lowercased())@\(domain)")]
            + (second.map { [Person($0, "\($0.lowercased())@\(domain)")] } ?? [])
        self.company = company
        self.summary = summary
        answers = says.mapValues { .reply($0) }.merging(actions) { $1 }
        self.intent = intent
        self.mails = mails
        self.state = state
        self.isSuppressed = isSuppressed
    }
}

/// What became of a shop.
struct DemoLeadLine: Sendable {
    let lead: DemoLead
    let mails: Int
    let state: LeadState?
    /// Whether anybody got the same mail twice.
    let hasRepeats: Bool

    var isRight: Bool { mails == lead.mails && state == lead.state && !hasRepeats }

    static func all(_ office: PostOffice, _ store: Store) async throws -> [DemoLeadLine] {
        guard let campaign = try await store.campaigns.list().first?.id else { return [] }
        let leads = try await store.leads.list(of: campaign, limit: 100)
        let accepted = office.world.accepted
        return DemoLead.cast.map { lead in
            let mails = accepted.filter { mail in lead.people.contains { $0.address == mail.recipient } }
            let found = leads.first { $0.address.text == lead.people[0].address }
            return DemoLeadLine(
                lead: lead, mails: mails.count, state: found?.state,
                hasRepeats: Set(mails.map(\.bytes)).count != mails.count)
        }
    }
}
