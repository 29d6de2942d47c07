import Correspondence
import Outreach
import Timing

@testable import Campaigning

/// Judges a campaign's story by what its people got and when. It knows what was done to the campaigns, and nothing of how
/// they work. The texts of a story read `campaign|step|version|name`, or `step~variant`.
struct CampaignAuditor {
    /// What a campaign promised all the time.
    struct Promise {
        let zone: Zone
        let hours: WeekHours
        let holidays: Set<LocalDay>
        let dailyLimit: Int?
        let rampUp: RampUp?
        let stopsCompanies: Bool
    }

    struct Mail {
        /// How many mails had left before it. What happened is told by that, since a clock may be set back.
        let place: Int
        let at: Timestamp
        let account: EmailAddress
        let recipient: EmailAddress
        let conversation: ConversationID
        let campaign: String
        let step: String
        let variant: String?
        let version: String
        let name: String
    }

    let gap: Duration
    /// Of each account, in any 24 h.
    let accountLimit: Int
    var promises: [String: Promise] = [:]
    /// Which mails were not to be of it: from this place to that one; open ones have no end.
    var pauses: [String: [(from: Int, to: Int?)]] = [:]
    /// Versions of its texts, with the place from which each counts.
    var versions: [String: [(from: Int, version: String)]] = [:]
    /// From which place on nobody may write to somebody, anywhere.
    var silences: [EmailAddress: Int] = [:]
    /// The same within one campaign.
    var silencesIn: [String: [EmailAddress: Int]] = [:]
    /// The people of each lead, by its campaign.
    var leads: [(campaign: String, people: Set<EmailAddress>)] = []

    /// Everything that is wrong, in sentences.
    func faults(in sent: [CampaignRun.Sent]) -> [String] {
        let mails = sent.enumerated().compactMap { Mail($1, place: $0) }
        var faults = sent.count == mails.count ? [] : ["a mail is blank or half filled in"]
        faults += repeated(mails) + mails.flatMap { wrongs(of: $0) }
        for own in Dictionary(grouping: mails, by: \.account).values { faults += pace(of: own) + ramp(of: own) }
        for own in Dictionary(grouping: mails, by: \.recipient).values { faults += people(own) }
        for (name, own) in Dictionary(grouping: mails, by: \.campaign) { faults += days(of: own, promises[name]) }
        for lead in leads where lead.people.count > 1 {
            faults += variants(mails.filter { $0.campaign == lead.campaign && lead.people.contains($0.recipient) })
        }
        return faults
    }

    /// Of one lead: its people get each step in the same words, whatever has won in between.
    private func variants(_ mails: [Mail]) -> [String] {
        Dictionary(grouping: mails, by: \.step).filter { Set($0.value.map(\.variant)).count > 1 }.map {
            "\($0.value[0].recipient) and others have \($0.value[0].campaign)/\($0.key) in two ways"
        }
    }

    private func repeated(_ mails: [Mail]) -> [String] {
        Dictionary(grouping: mails) { "\($0.recipient) has \($0.campaign)/\($0.step)" }
            .filter { $0.value.count > 1 }.map { "\($0.key) \($0.value.count) times" }
    }

    private func wrongs(of mail: Mail) -> [String] {
        var faults: [String] = []
        let what = "\(mail.campaign)/\(mail.step) to \(mail.recipient) at \(mail.at)"
        if let promise = promises[mail.campaign] {
            let time = promise.zone.localTime(at: mail.at)
            let spans = promise.hours.spans[time.day.weekday] ?? []
            let isOpen = spans.contains { ($0.from..<$0.to).contains(time.secondOfDay) } || promise.hours.text.isEmpty
            if !isOpen || promise.holidays.contains(time.day) { faults.append("\(what) is outside the hours") }
        }
        for pause in pauses[mail.campaign] ?? [] where mail.place >= pause.from && mail.place < pause.to ?? .max {
            faults.append("\(what) left during a pause")
        }
        let silences = [silences[mail.recipient], silencesIn[mail.campaign]?[mail.recipient]].compactMap(\.self)
        if silences.contains(where: { mail.place >= $0 }) { faults.append("\(what) left though it was to be silent") }
        let newest = versions[mail.campaign]?.last { $0.from <= mail.place }?.version
        if newest != mail.version { faults.append("\(what) says \(mail.version) and not \(newest ?? "anything")") }
        return faults
    }

    /// Of one account.
    private func pace(of mails: [Mail]) -> [String] {
        var faults: [String] = []
        for (one, next) in zip(mails, mails.dropFirst()) where next.at - one.at < gap {
            faults.append("\(next.account): \(next.at - one.at) between two mails")
        }
        for (index, mail) in mails.enumerated() {
            let day = mails[...index].reversed().prefix { $0.at > mail.at - .seconds(86_400) }
            if day.count > accountLimit { faults.append("\(mail.account): \(day.count) mails in 24 h") }
        }
        return faults
    }

    /// Of one account, by the campaigns that make it begin with few.
    private func ramp(of mails: [Mail]) -> [String] {
        var faults: [String] = []
        for (index, mail) in mails.enumerated() {
            guard let promise = promises[mail.campaign], let ramp = promise.rampUp else { continue }
            let days = mails[...index].map { promise.zone.localTime(at: $0.at).day }
            guard let day = days.last else { continue }
            let allowed = ramp.start + ramp.step * Set(days.filter { $0 < day }).count
            let count = days.count { $0 == day }
            if count > allowed { faults.append("\(mail.account): \(count) of \(allowed) mails on \(day.text)") }
        }
        return faults
    }

    /// Of one recipient: one sender in a conversation, and 20 hours between two of them.
    private func people(_ mails: [Mail]) -> [String] {
        var faults: [String] = []
        for own in Dictionary(grouping: mails, by: \.conversation).values where Set(own.map(\.account)).count > 1 {
            faults.append("\(own[0].recipient) hears from two senders in one conversation")
        }
        for (one, next) in zip(mails, mails.dropFirst())
        where one.conversation != next.conversation && next.at - one.at < .seconds(20 * 3_600) {
            faults.append("\(next.recipient) hears of two campaigns within \(next.at - one.at)")
        }
        return faults
    }

    private func days(of mails: [Mail], _ promise: Promise?) -> [String] {
        guard let promise, let limit = promise.dailyLimit else { return [] }
        return Dictionary(grouping: mails) { promise.zone.localTime(at: $0.at).day }
            .filter { $0.value.count > limit }.map {
                "\($0.value[0].campaign): \($0.value.count) mails on \($0.key.text)"
            }
    }
}

extension CampaignAuditor.Mail {
    /// Nil where something is missing.
    init?(_ sent: CampaignRun.Sent, place: Int) {
        let parts = sent.text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts.allSatisfy({ !$0.isEmpty && !$0.contains("{") }) else { return nil }
        let step = parts[1].split(separator: "~").map(String.init)
        self.init(
            place: place, at: sent.at, account: sent.account, recipient: sent.recipient,
            conversation: sent.conversation,
            campaign: parts[0], step: step[0], variant: step.count > 1 ? step[1] : nil, version: parts[2],
            name: parts[3])
    }
}
