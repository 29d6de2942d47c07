public import Timing

/// What was sent lately, as the database counts it.
public struct SendHistory: Hashable, Sendable {
    /// The database's clock when it counted: all of this is to be compared with it, not with this machine's.
    public var asOf: Timestamp
    /// Instants of this account's mails in the last 24 h, oldest first.
    public var accountSends: [Timestamp]
    /// Automatic mails in this conversation, ever.
    public var threadSends: Int
    /// Automatic mails to this correspondent in the last 30 days, over all accounts and conversations.
    public var contactSends: Int
    /// The last automatic mail to this correspondent outside this conversation.
    public var lastSendElsewhere: Timestamp?
    /// Mails of the whole instance in the last 60 s.
    public var instanceSendsLastMinute: Int
    /// Permanent rejections and hard bounces of the whole instance in the last hour.
    public var instanceBouncesLastHour: Int

    public init(
        asOf: Timestamp, accountSends: [Timestamp] = [], threadSends: Int = 0, contactSends: Int = 0,
        lastSendElsewhere: Timestamp? = nil, instanceSendsLastMinute: Int = 0, instanceBouncesLastHour: Int = 0
    ) {
        self.asOf = asOf
        self.accountSends = accountSends
        self.threadSends = threadSends
        self.contactSends = contactSends
        self.lastSendElsewhere = lastSendElsewhere
        self.instanceSendsLastMinute = instanceSendsLastMinute
        self.instanceBouncesLastHour = instanceBouncesLastHour
    }
}

/// The caps that hold for every automatic mail; the smallest wins.
public struct SendQuota: Hashable, Sendable {
    /// Mails of one account in any 24 h.
    public var perAccountPerDay: Int
    /// Time between two mails of one account.
    public var spacing: Duration
    public var perThread = 3
    /// How long automatic mail to a correspondent is remembered, over all accounts and conversations.
    public static let memory = Duration.seconds(30 * 86_400)
    /// Mails to one correspondent in 30 days, over all accounts.
    public var perContactPerMonth = 3
    /// Time between mails to one correspondent from different conversations.
    public var contactPause: Duration = .seconds(20 * 3_600)
    /// More mails than this in a minute stop all sending.
    public var burstPerMinute: Int
    /// More permanent failures than this in an hour stop all sending.
    public var bouncesPerHour = 20

    public init(perAccountPerDay: Int, spacing: Duration = .zero, burstPerMinute: Int = 300) {
        self.perAccountPerDay = perAccountPerDay
        self.spacing = spacing
        self.burstPerMinute = burstPerMinute
    }

    public enum Answer: Hashable, Sendable {
        case allowed
        /// Not now: the account's own limits allow it at this instant.
        case wait(until: Timestamp)
        /// Never without a person: a cap that protects the correspondent.
        case refused(String)
        /// Stop all sending of this instance.
        case breaker(String)
    }

    /// Whether one more mail may leave now.
    public func answer(for history: SendHistory) -> Answer {
        let now = history.asOf
        if history.instanceBouncesLastHour > bouncesPerHour {
            return .breaker("\(history.instanceBouncesLastHour) permanent failures within an hour")
        }
        if history.instanceSendsLastMinute >= burstPerMinute {
            return .breaker("\(history.instanceSendsLastMinute) mails within a minute")
        }
        if history.threadSends >= perThread {
            return .refused("this conversation has had \(history.threadSends) automatic mails")
        }
        if history.contactSends >= perContactPerMonth {
            return .refused("this correspondent has had \(history.contactSends) automatic mails within 30 days")
        }
        if let elsewhere = history.lastSendElsewhere, elsewhere + contactPause > now {
            return .refused("this correspondent had an automatic mail in another conversation at \(elsewhere)")
        }
        return accountAnswer(history.accountSends, now: now)
    }

    private func accountAnswer(_ sends: [Timestamp], now: Timestamp) -> Answer {
        let day = Duration.seconds(86_400)
        let recent = sends.filter { $0 + day > now }
        if perAccountPerDay <= 0 { return .wait(until: now + day) }
        if recent.count >= perAccountPerDay {
            return .wait(until: recent[recent.count - perAccountPerDay] + day)
        }
        if let last = recent.last, last + spacing > now { return .wait(until: last + spacing) }
        return .allowed
    }
}
