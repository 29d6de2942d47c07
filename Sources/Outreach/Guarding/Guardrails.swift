/// How a campaign's mails were received within some span of time.
package struct CampaignReception: Hashable, Sendable {
    package var mails: Int
    package var bounces: Int
    package var complaints: Int
    package var optOuts: Int

    package init(mails: Int, bounces: Int = 0, complaints: Int = 0, optOuts: Int = 0) {
        self.mails = mails
        self.bounces = bounces
        self.complaints = complaints
        self.optOuts = optOuts
    }
}

/// The rates at which a campaign is paused until a person has looked: going on would harm the accounts that send it.
package struct Guardrails: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        case bounces, complaints
        case optOuts = "opt_outs"
    }

    /// Below this many mails one unlucky address would say too much.
    package var leastMails: Int
    /// Per thousand mails, each; a campaign that reaches one is paused.
    package var bounces: Int
    package var complaints: Int
    package var optOuts: Int

    package init(leastMails: Int = 50, bounces: Int = 50, complaints: Int = 1, optOuts: Int = 30) {
        self.leastMails = leastMails
        self.bounces = bounces
        self.complaints = complaints
        self.optOuts = optOuts
    }

    /// A rate that was reached, in numbers.
    package struct Breach: Hashable, Sendable, CustomStringConvertible {
        package let kind: Kind
        package let count: Int
        package let mails: Int
        /// Per thousand.
        package let limit: Int

        package var description: String {
            let share = Breach.percent(count * 1_000 / mails)
            return "\(count) \(words) after \(mails) mails (\(share) %; \(Breach.percent(limit)) % is allowed)"
        }

        private var words: String {
            switch kind {
            case .bounces: count == 1 ? "bounce" : "bounces"
            case .complaints: count == 1 ? "complaint" : "complaints"
            case .optOuts: count == 1 ? "opt-out" : "opt-outs"
            }
        }

        private static func percent(_ perThousand: Int) -> String { "\(perThousand / 10).\(perThousand % 10)" }
    }

    /// The rate that is furthest beyond its limit; nil while all are below.
    package func breach(_ reception: CampaignReception) -> Breach? {
        guard reception.mails >= max(1, leastMails) else { return nil }
        return Kind.allCases.map { breach(of: $0, reception) }
            .filter { $0.count > 0 && $0.count * 1_000 >= $0.limit * $0.mails }
            .max { $0.count * max(1, $1.limit) < $1.count * max(1, $0.limit) }
    }

    private func breach(of kind: Kind, _ reception: CampaignReception) -> Breach {
        let (count, limit) =
            switch kind {
            case .bounces: (reception.bounces, bounces)
            case .complaints: (reception.complaints, complaints)
            case .optOuts: (reception.optOuts, optOuts)
            }
        return Breach(kind: kind, count: count, mails: reception.mails, limit: limit)
    }
}
