import Operations
import Outreach
import Storage
import Text
import Timing

/// One campaign as its page shows it.
struct CampaignPage {
    let report: CampaignReport

    var model: JSON {
        let counts = report.counts
        let hours = report.campaign.rules.hours.text
        return [
            "open_hours": hours.isEmpty ? "every hour of the week" : hours,
            "takes_jobs": report.campaign.rules.release == .jobs,
            "last_day": counts.mailsLastDay.grouped,
            "planned": counts.planned == 0 ? nil : counts.planned.grouped as String?,
            "drafts": counts.drafts == 0 ? nil : counts.drafts.grouped as String?,
            "lead_states": states, "needs_person": needsPerson.json, "came_back": cameBack.json,
            "has_come_back": !cameBack.isEmpty,
            "step_counts": counts.perStep.map { ["name": $0.name, "count": $0.mails.grouped] as JSON }.json,
        ]
    }

    private var states: JSON {
        LeadState.allCases.compactMap { state in
            report.counts.leads[state].map {
                ["name": state.rawValue.words, "value": state.rawValue, "count": $0.grouped] as JSON
            }
        }.json
    }

    /// Leads that go on only once somebody has looked at them.
    private var needsPerson: [JSON] {
        [(LeadState.needsData, "without a value of their texts"), (.held, "held until let go on")]
            .compactMap { state, words in
                report.counts.leads[state].map {
                    ["leads": $0.of("lead", "leads"), "words": words, "state": state.rawValue] as JSON
                }
            }
    }

    /// People who wrote back, and mails that did harm otherwise.
    private var cameBack: [JSON] {
        ReplyKind.allCases.compactMap { kind in
            report.counts.replies[kind].map { ["what": kind.words, "count": $0.grouped] as JSON }
        }
            + [MailHarm.bounce, .complaint].compactMap { kind in
                report.counts.harms[kind].map { ["what": kind.words, "count": $0.grouped] as JSON }
            }
    }

    var variants: [JSON] {
        report.whole.steps.flatMap { step in
            let isOpen = step.openVariants.count > 1 && !step.openVariants.contains(where: \.variant.hasWon)
            return report.variants(of: step).map { line in
                let stands = line.record.variant.isRetired ? "taken away" : "weight \(line.record.variant.weight)"
                return [
                    "name": "\(step.name)/\(line.record.name)", "finding": line.result.finding,
                    "stands": line.record.variant.hasWon ? "the best" : stands, "step": step.name,
                    "variant": line.record.name, "can_win": isOpen && !line.record.variant.isRetired,
                ] as JSON
            }
        }
    }
}

extension Shown {
    /// What happens next in a campaign; nothing while that is not known.
    func facts(of outlook: CampaignOutlook?) -> JSON {
        guard let outlook else { return [:] }
        return [
            "next": time(outlook.next.flatMap { $0.at > now ? $0.at : nil }),
            "is_next_due": outlook.next.map { $0.at <= now } ?? false,
            "is_idle": !outlook.isTended,
            "waits": outlook.waits.map { ["what": $0.what, "until": time($0.until), "why": $0.why] as JSON }.json,
            "has_waits": !outlook.waits.isEmpty,
            "first_wait": outlook.waits.first.map {
                ["what": $0.what, "until": time($0.until), "why": $0.why] as JSON
            },
        ]
    }
}
