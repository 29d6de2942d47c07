package import Correspondence
package import Outreach
package import Storage
package import Text
import Timing

/// A campaign with the sums of its rows.
package struct CampaignReport: Sendable {
    package let whole: WholeCampaign
    package let counts: CampaignCounts
    /// The results of each variant since its trial began; variants that nobody got are missing.
    package let results: [VariantID: VariantResult]
    /// What happens next, where it was asked for.
    package internal(set) var outlook = CampaignOutlook.unknown

    package var campaign: CampaignRecord { whole.campaign }

    /// The number of mails that its leads get if nobody answers.
    package var mostMails: Int { counts.allLeads * whole.steps.count { !$0.step.isRetired } }

    /// - Throws: an ``OperationFailure`` when there is no campaign of this name or number.
    package static func of(_ name: String, in store: Store) async throws -> CampaignReport {
        let whole = try await WholeCampaign.of(name, in: store)
        var report = try await of(whole, in: store)
        report.outlook = try await whole.outlook(in: store)
        return report
    }

    static func of(_ whole: WholeCampaign, in store: Store) async throws -> CampaignReport {
        let counts = try await store.campaigns.counts(of: whole.campaign.id)
        guard whole.steps.contains(where: { !$0.variants.isEmpty }) else {
            return CampaignReport(whole: whole, counts: counts, results: [:])
        }
        let results = try await store.campaigns.results(of: whole.campaign.id)
        return CampaignReport(whole: whole, counts: counts, results: results)
    }

    /// All campaigns, by name.
    package static func all(in store: Store) async throws -> [CampaignReport] {
        var reports: [CampaignReport] = []
        for whole in try await store.campaigns.page(limit: .max) { reports.append(try await of(whole, in: store)) }
        return reports
    }
}

extension WholeCampaign {
    /// - Throws: an ``OperationFailure`` when there is no campaign of this name or number.
    package static func of(_ name: String, in store: Store) async throws -> WholeCampaign {
        if let named = try await store.campaigns.whole(named: name) { return named }
        if let number = Int64(name), let numbered = try await store.campaigns.whole(CampaignID(rawValue: number)) {
            return numbered
        }
        throw OperationFailure(
            .unknown, "There is no campaign \"\(name.shownOnOneLine(limit: 80))\": see `mosaic campaigns`.")
    }
}

extension CampaignReport: JSONConvertible {
    package var json: JSON {
        let rules = campaign.rules
        return [
            "id": campaign.id, "name": campaign.name, "state": campaign.state, "standing": standing,
            "reason": campaign.reason, "version": campaign.version, "zone": rules.zone, "hours": rules.hours.text,
            "holidays": rules.holidays.sorted().map(\.text), "daily_limit": rules.dailyLimit,
            "new_leads_per_day": rules.newLeadsPerDay, "batch_size": rules.batchSize,
            "ramp_up": rules.rampUp.map { ["start": $0.start, "step": $0.step] as JSON },
            "started_at": campaign.startedAt,
            "release": rules.release.rawValue, "job": campaign.job,
            "reply": rules.answer == nil ? rules.replies.rawValue : "calendar_link",
            "stop": rules.stopScope.rawValue,
            "guardrails": rules.guardrails?.json,
            "accounts": whole.accounts.map {
                ["address": $0.address, "weight": $0.weight, "daily_limit": $0.dailyLimit] as JSON
            },
            "steps": whole.steps.map { step in
                [
                    "id": step.step.id, "name": step.name, "position": step.position,
                    "template": step.template.name, "template_version": step.template.version,
                    "retired": step.step.isRetired,
                    "variants": variants(of: step).map(\.json),
                    "trial_leads": step.trial?.leads, "trial_looks": step.trial?.looks,
                ] as JSON
            },
            "leads": JSON.object(
                LeadState.allCases.map { JSON.Member(key: $0.rawValue, value: (counts.leads[$0] ?? 0).json) }),
            "mails_sent": counts.mails, "mails_sent_last_24h": counts.mailsLastDay, "mails_planned": counts.planned,
            "drafts": counts.drafts,
            "replies": JSON.object(
                ReplyKind.allCases.map { JSON.Member(key: $0.rawValue, value: (counts.replies[$0] ?? 0).json) }),
            "gap_seconds": [
                rules.pacing.gap.lowerBound.components.seconds, rules.pacing.gap.upperBound.components.seconds,
            ],
            "pause_every": rules.pacing.mailsBeforePause,
            "harms": JSON.object(
                MailHarm.allCases.map { JSON.Member(key: $0.rawValue, value: (counts.harms[$0] ?? 0).json) }),
            "waits": outlook.waits.map(\.sentence), "next_mail_at": outlook.next?.at,
            "mails_per_step": counts.perStep.map { ["step": $0.name, "mails": $0.mails] as JSON },
        ]
    }
}

extension CampaignState: JSONConvertible {}

extension Guardrails {
    /// Per thousand mails.
    fileprivate var json: JSON {
        ["after": leastMails, "bounces": bounces, "complaints": complaints, "opt_outs": optOuts]
    }
}

extension LeadState: JSONConvertible {}
extension RecipientStatus: JSONConvertible {}

/// A lead with its mails, past and planned.
package struct LeadStory: Sendable {
    package let lead: LeadRecord
    package let mails: [LeadMail]
    /// What the texts of its next mails find; only where the lead itself is asked for.
    package var values: [LeadValues] = []

    /// - Throws: an ``OperationFailure`` when there is no lead with this number.
    package static func of(_ id: LeadID, in store: Store) async throws -> LeadStory {
        guard let lead = try await store.leads.record(id) else {
            throw OperationFailure(.unknown, "There is no lead \(id): see `mosaic leads`.")
        }
        return LeadStory(
            lead: lead, mails: try await store.leads.mails(of: id),
            values: try await LeadValues.all(of: lead, in: store))
    }

    /// The leads that somebody belongs to.
    package static func all(with address: EmailAddress, in store: Store) async throws -> [LeadStory] {
        var stories: [LeadStory] = []
        for lead in try await store.leads.list(with: address) {
            stories.append(LeadStory(lead: lead, mails: try await store.leads.mails(of: lead.id)))
        }
        return stories
    }
}

extension LeadRecord: JSONConvertible {
    package var json: JSON {
        [
            "id": id, "campaign": campaignName, "address": address, "state": state, "reason": reason,
            "next_due_at": nextDueAt, "account": account, "fields": fieldValues(fields), "file": importFile,
            "row": importRow, "created_at": createdAt,
            "people": people.map { person in
                [
                    "address": person.address, "status": person.status, "fields": fieldValues(person.fields),
                    "last_step": person.lastStep, "last_contacted_at": person.lastContactedAt,
                    "conversation": person.conversation,
                ] as JSON
            },
        ]
    }

    /// The database holds only objects.
    private func fieldValues(_ text: String) -> JSON { (try? JSON(reading: text.utf8)) ?? [:] }
}

extension LeadRecord {
    /// Why it stands as it does, in plain words also where a handoff tells more.
    package var plainReason: String? { reason.map { HandoffReason(rawValue: $0)?.sentence ?? $0 } }
}

extension LeadMail: JSONConvertible {
    package var json: JSON {
        [
            "id": id, "to": recipient, "from": account, "step": step, "template": template,
            "template_version": templateVersion, "state": state, "reason": reason, "subject": subject,
            "due_at": dueAt, "sent_at": sentAt, "message_id": messageID,
        ]
    }
}

extension LeadStory: JSONConvertible {
    package var json: JSON { lead.json.adding(["mails": mails, "values": values] as JSON) }
}
