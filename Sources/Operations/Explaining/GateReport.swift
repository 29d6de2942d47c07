import Campaigning
package import Correspondence
package import Outreach
package import Storage
package import Text
import Timing

/// Why an account, a campaign or a lead sends nothing now: every gate, with the instant at which it opens.
package struct GateReport: Sendable {
    /// One gate.
    package struct Line: Sendable, Hashable {
        package let gate: String
        package let state: GateState
    }

    /// The gates of one thing.
    package struct Section: Sendable, Hashable {
        package let title: String
        package let lines: [Line]
        /// What somebody who reads the gates should know besides.
        package var note: String?

        package var isOpen: Bool { lines.allSatisfy { $0.state == .open } }
    }

    /// What is asked about.
    package let subject: String
    package let sections: [Section]

    /// Whether nothing keeps a mail from leaving now.
    package var isOpen: Bool { sections.allSatisfy(\.isOpen) }
}

extension GateReport {
    /// - Parameter policy: what mails are held to, by the number of accounts.
    package static func of(
        account address: EmailAddress, in store: Store, policy: (Int) async throws -> SendPolicy
    ) async throws -> GateReport {
        let accounts = try await store.accounts.all()
        guard let record = accounts.first(where: { $0.address == address }) else {
            throw OperationFailure(.unknown, "\(address) is no account: see `mosaic accounts`.")
        }
        let section = try await section(of: record.id, in: store, GateTable(try await policy(accounts.count)))
        return GateReport(subject: "account \(address)", sections: [section].compactMap(\.self))
    }

    package static func of(
        campaign name: String, in store: Store, policy: (Int) async throws -> SendPolicy
    ) async throws -> GateReport {
        let whole = try await WholeCampaign.of(name, in: store)
        let gates = GateTable(try await policy(store.accounts.all().count))
        var sections = [try await section(of: whole, in: store)].compactMap(\.self)
        for account in whole.accounts {
            if let section = try await section(of: account.account, in: store, gates) { sections.append(section) }
        }
        return GateReport(subject: "campaign \(whole.campaign.name)", sections: sections)
    }

    package static func of(
        lead id: LeadID, in store: Store, policy: (Int) async throws -> SendPolicy
    ) async throws -> GateReport {
        let story = try await LeadStory.of(id, in: store)
        let lead = story.lead
        let subject = "lead \(id), \(lead.address), of campaign \(lead.campaignName)"
        let gates = GateTable(try await policy(store.accounts.all().count))
        // A mail that has its place is asked about by itself: that is what the sender asks.
        if let mail = story.mails.last(where: { $0.state == .planned || $0.state == .claimed }),
            let facts = try await store.outbox.gateFacts(of: [mail.id])[mail.id]
        {
            let lines = gates.rows(facts).map { Line(gate: $0.gate.rawValue, state: $0.state) }
            return GateReport(
                subject: subject,
                sections: [Section(title: "step \(mail.step) to \(mail.recipient) from \(mail.account)", lines: lines)])
        }
        guard let whole = try await store.campaigns.whole(lead.campaign) else {
            return GateReport(subject: subject, sections: [])
        }
        let now = try await store.currentTime()
        var sections = [Section(title: "lead \(id)", lines: lines(of: lead, gates, at: now))]
        sections += try await people(of: lead, in: store, gates, at: now)
        sections += [try await section(of: whole, in: store)].compactMap(\.self)
        for account in whole.accounts where lead.account == nil || lead.account == account.address {
            if let section = try await section(of: account.account, in: store, gates) { sections.append(section) }
        }
        return GateReport(subject: subject, sections: sections)
    }

    private static func lines(of lead: LeadRecord, _ gates: GateTable, at now: Timestamp) -> [Line] {
        let next = GateFacts(now: now, recipient: lead.address, purpose: .outreach, dueAt: lead.nextDueAt ?? now)
        let state = lead.state.gate(because: lead.reason?.shownOnOneLine(limit: 120))
        return [Line(gate: Gate.lead.rawValue, state: state)]
            + gates.rows(next, of: [.due]).map { Line(gate: $0.gate.rawValue, state: $0.state) }
    }

    /// What the planner asks of each of its people.
    private static func people(
        of lead: LeadRecord, in store: Store, _ gates: GateTable, at now: Timestamp
    ) async throws -> [Section] {
        let before = LeadID(rawValue: lead.id.rawValue - 1)
        let running = try await store.leads.running(of: lead.campaign, after: before, limit: 1)
        guard let planned = running.first(where: { $0.id == lead.id }) else { return [] }
        return planned.recipients.map { person in
            let lines = gates.rows(person.facts(at: now), of: Gate.ofContact).map {
                Line(gate: $0.gate.rawValue, state: $0.state)
            }
            return Section(title: person.address.text, lines: lines)
        }
    }

    private static func section(of whole: WholeCampaign, in store: Store) async throws -> Section? {
        guard let situation = try await store.leads.situation(of: whole.campaign.id, zones: ZoneFolder.zone) else {
            return nil
        }
        let lines = situation.gates.map { gate in
            Line(gate: gate.name.rawValue + (gate.account.map { " of \($0)" } ?? ""), state: gate.state)
        }
        return Section(title: "campaign \(whole.campaign.name)", lines: lines)
    }

    private static func section(
        of account: AccountID, in store: Store, _ gates: GateTable
    ) async throws -> Section? {
        guard let use = try await store.accounts.use(of: account, since: store.currentTime()).first else { return nil }
        let lines = gates.rows(use.facts, of: Gate.ofAccount).map { Line(gate: $0.gate.rawValue, state: $0.state) }
        let note = use.countedFrom.map { begin in
            "a person let its own limit count anew at \(begin.shown): "
                + "\(use.counted) of \(use.account.dailyLimit) are used up"
        }
        return Section(title: "account \(use.account.address)", lines: lines, note: note)
    }
}

extension GateReport.Line: JSONConvertible {
    package var json: JSON {
        ["gate": gate, "state": state.word, "until": state.opensAt, "reason": state.reason]
    }
}

extension GateReport: JSONConvertible {
    package var json: JSON {
        [
            "subject": subject, "may_go": isOpen,
            "parts": sections.map {
                ["part": $0.title, "may_go": $0.isOpen, "note": $0.note, "gates": $0.lines] as JSON
            },
        ]
    }
}
