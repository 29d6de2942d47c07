import Correspondence
package import Storage
package import Text

/// Which of our sent mails count as outreach, and why.
package struct OutreachOverview: Sendable {
    package let groups: [OutreachGroupRecord]
    package let tallies: [OutreachTally]

    /// - Parameters:
    ///   - alsoSingle: also texts that only one person got.
    ///   - limit: the most groups.
    package init(of store: Store, alsoSingle: Bool, limit: Int = .max) async throws {
        groups = try await store.messages.outreachGroups(alsoSingle: alsoSingle, limit: limit)
        tallies = try await store.messages.outreachTallies()
    }
}

extension OutreachOverview: JSONConvertible {
    package var json: JSON { ["accounts": tallies.map(\.json).json, "groups": groups.map(\.json).json] }
}

extension OutreachTally: JSONConvertible {
    package var json: JSON {
        let reasons = OutreachReason.allCases.compactMap { reason -> JSON? in
            self.reasons[reason].map { ["reason": reason.rawValue, "counts": reason.counts, "mails": $0] }
        }
        return [
            "account": account, "rule": rule, "counting": counting, "not_counting": others,
            "not_judged": unjudged, "reasons": reasons.json,
        ]
    }

    /// What counts as outreach, and how many mails that is, in one sentence.
    package var sentence: String {
        let what =
            switch rule {
            case nil: "not judged yet"
            case "similar": "the same text, personalised, to several people counts as outreach"
            case "all": "every mail in Sent counts as outreach"
            case let rule?: "mail with one of these marks counts as outreach: \(rule.shownOnOneLine(limit: 200))"
            }
        let waiting = unjudged == 0 ? "" : ", \(unjudged) not judged yet"
        return "\(what): \(counting) of \(counting + others) mails in Sent\(waiting)"
    }
}

extension OutreachGroupRecord: JSONConvertible {
    package var json: JSON {
        [
            "id": id, "account": account, "subject": subject, "counts": counts, "verdict": verdict?.rawValue,
            "mails": mails, "people": people, "first_at": firstAt, "last_at": lastAt,
            "samples": samples.map(\.json).json,
        ]
    }

    /// Whether its mails count, and who decided that.
    package var shownVerdict: String {
        switch verdict {
        case .accepted: "yes, you said so"
        case .refused: "no, you said so"
        case nil: counts ? "yes" : "no"
        }
    }
}
