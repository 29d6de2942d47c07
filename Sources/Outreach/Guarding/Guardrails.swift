/// Harm done by a mail, as recorded in its row.
package enum MailHarm: String, CaseIterable, Hashable, Sendable, Codable {
    /// Its address does not exist: a bounce or the server said so.
    case bounce
    /// Its recipient reported it as spam.
    case complaint
    case optOut = "opt_out"
}

/// How a campaign's mails were received in some span of time.
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

extension CampaignReception {
    package mutating func count(_ harm: MailHarm, _ mails: Int) {
        switch harm {
        case .bounce: bounces += mails
        case .complaint: complaints += mails
        case .optOut: optOuts += mails
        }
    }
}

/// The rates at which a campaign is paused until a person has looked: continuing would harm the accounts that send it.
package struct Guardrails: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        case bounces, complaints
        case optOuts = "opt_outs"
    }

    /// Below this many mails one unlucky address would say too much.
    package var leastMails: Int
    /// The span of time whose mails count.
    package static let span = Duration.seconds(7 * 86_400)
    /// Per thousand mails; a campaign that reaches one of these rates is paused. Nil: not judged.
    package var bounces: Int?
    package var complaints: Int?
    package var optOuts: Int?

    package init(leastMails: Int = 50, bounces: Int? = 50, complaints: Int? = 1, optOuts: Int? = 30) {
        self.leastMails = leastMails
        self.bounces = bounces
        self.complaints = complaints
        self.optOuts = optOuts
    }

    /// A rate that was reached, with its numbers.
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

    /// This many mails are enough to tell that no rate is reached.
    package func mostMails(for reception: CampaignReception) -> Int {
        let counts = [(reception.bounces, bounces), (reception.complaints, complaints), (reception.optOuts, optOuts)]
        return counts.reduce(leastMails) { most, one in
            guard let limit = one.1 else { return most }
            return max(most, limit > 0 ? one.0 * 1_000 / limit + 1 : leastMails)
        }
    }

    /// The rate that is furthest above its limit; nil while all are below.
    package func breach(_ reception: CampaignReception) -> Breach? {
        guard reception.mails >= max(1, leastMails) else { return nil }
        return Kind.allCases.compactMap { breach(of: $0, reception) }
            .filter { $0.count > 0 && $0.count * 1_000 >= $0.limit * $0.mails }
            .max { $0.count * max(1, $1.limit) < $1.count * max(1, $0.limit) }
    }

    private func breach(of kind: Kind, _ reception: CampaignReception) -> Breach? {
        let (count, limit) =
            switch kind {
            case .bounces: (reception.bounces, bounces)
            case .complaints: (reception.complaints, complaints)
            case .optOuts: (reception.optOuts, optOuts)
            }
        return limit.map { Breach(kind: kind, count: count, mails: reception.mails, limit: $0) }
    }
}
