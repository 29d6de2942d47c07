import Correspondence
import Testing
import Timing

@testable import Outreach

@Suite(.enabled(if: Zones.areThere, "needs tzdata")) struct ForecastTests {
    private static let steps = [
        CampaignStep(id: StepID(rawValue: 1), delay: .days(0)), CampaignStep(id: StepID(rawValue: 2), delay: .days(3)),
        CampaignStep(id: StepID(rawValue: 3), delay: .days(7)),
    ]
    private static let start = at("2026-10-20T05:00:00Z")
    private static let workdays: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]

    private func open(_ zone: String, holidays: [String] = ["2026-10-26"]) throws -> SendingWindow {
        SendingWindow(
            zone: try Zones.named(zone), days: Self.workdays, spans: [try #require(HourSpan("9-17"))],
            holidays: Set(holidays.map(day)))
    }

    private func sender(_ key: Int64, weight: Int = 1, limit: Int = 50) throws -> PlannedSender {
        PlannedSender(
            account: AccountID(rawValue: key), weight: weight,
            open: OpenTime([try open("Europe/Berlin"), SendingWindow.always(in: .utc)]),
            limits: [RollingLimit(source: .account, allowed: limit)])
    }

    private func forecast(
        _ senders: [PlannedSender], pace: CampaignPace? = nil, leads: [ForecastLead],
        end: String = "2027-06-01T00:00:00Z"
    ) throws -> Forecast {
        let pace = try pace ?? CampaignPace(zone: Zones.named("Europe/Berlin"))
        let plan = SendingPlan(
            senders: senders, pace: pace, draws: Draws(key: DrawKey(low: 8, high: 9)), now: Self.start)
        return Forecaster(plan: plan, steps: Self.steps, minWait: .seconds(240), end: at(end), keepsMails: true)
            .forecast(leads)
    }

    private func leads(_ count: Int, recipients: Int = 1) -> [ForecastLead] {
        Array(
            repeating: ForecastLead(
                progress: LeadProgress(
                    recipients: Array(repeating: LeadRecipient(), count: recipients), releasedAt: Self.start)),
            count: count)
    }

    /// All the promises about pacing, from what would arrive.
    private func expectPromisesKept(_ forecast: Forecast, senders: [PlannedSender], pace: CampaignPace) {
        let pacing = Pacing()
        for sender in senders {
            let own = forecast.mails.filter { $0.account == sender.account }.map(\.at)
            for (mail, next) in zip(own, own.dropFirst()) { #expect(next - mail >= pacing.gap.lowerBound) }
            for index in own.indices.dropFirst(20) {
                let gaps = (index - 19...index).map { own[$0] - own[$0 - 1] }
                #expect(gaps.contains { $0 >= pacing.pause.lowerBound }, "21 mails without a pause at \(own[index])")
            }
            let limit = sender.limits[0].allowed
            for (mail, later) in zip(own, own.dropFirst(limit)) { #expect(later - mail >= .seconds(86_400)) }
            #expect(own.allSatisfy { sender.open.contains($0) })
        }
        let firstMails = Dictionary(grouping: forecast.mails, by: \.lead).compactMapValues(\.first?.at)
        let begun = Dictionary(grouping: firstMails.values) { pace.zone.localTime(at: $0).day }.mapValues(\.count)
        if let limit = pace.newLeadsPerDay { #expect(begun.values.allSatisfy { $0 <= limit }) }
        if let limit = pace.dailyLimit { #expect(forecast.perDay.values.allSatisfy { $0 <= limit }) }
    }

    private func expectSequencesKept(_ forecast: Forecast, zone: Zone) {
        for mails in Dictionary(grouping: forecast.mails, by: \.lead).values {
            #expect(Set(mails.map(\.account)).count == 1)
            #expect(Set(mails.map { [$0.step.rawValue, Int64($0.recipient)] }).count == mails.count)
            for (mail, next) in zip(mails, mails.dropFirst()) {
                if mail.step == next.step {
                    #expect(next.at - mail.at >= .seconds(240))
                } else {
                    #expect(next.at >= zone.instant(next.step.rawValue == 2 ? 3 : 7, daysAfter: mail.at))
                }
            }
        }
    }

    @Test(
        arguments: [
            (120, 1, nil, nil), (60, 3, 70, 10), (90, 2, nil, 25), (80, 1, 15, nil),
        ] as [(Int, Int, Int?, Int?)])
    func everyPromiseIsKept(count: Int, recipients: Int, daily: Int?, newLeads: Int?) throws {
        let zone = try Zones.named("Europe/Berlin")
        let senders = [try sender(1, limit: 30), try sender(2, weight: 2, limit: 20), try sender(3, weight: 0)]
        let pace = CampaignPace(zone: zone, dailyLimit: daily, newLeadsPerDay: newLeads)
        let forecast = try forecast(senders, pace: pace, leads: leads(count, recipients: recipients))
        #expect(forecast.count == count * recipients * 3)
        #expect(forecast.finished == count)
        #expect(forecast.unfinished == 0 && forecast.stuck.isEmpty && forecast.withoutSender == 0)
        #expect(forecast.perAccount[AccountID(rawValue: 3)] == nil)
        #expect(forecast.mails.map(\.at) == forecast.mails.map(\.at).sorted())
        #expect(forecast.lastAt == forecast.mails.last?.at)
        expectPromisesKept(forecast, senders: senders, pace: pace)
        expectSequencesKept(forecast, zone: zone)
        #expect(forecast.perDay[day("2026-10-26")] == nil)
    }

    @Test func aForecastSaysTheSameEveryTime() throws {
        let senders = [try sender(1), try sender(2)]
        #expect(try forecast(senders, leads: leads(50)).mails == forecast(senders, leads: leads(50)).mails)
    }

    /// 35 leads at 10 a day: begun on Tuesday to Friday, and each follow-up 3 days after its first mail or on the
    /// Monday after.
    @Test func daysAreCountedOut() throws {
        let pace = CampaignPace(zone: try Zones.named("Europe/Berlin"), newLeadsPerDay: 10)
        let senders = [try sender(1, limit: 500)]
        let forecast = try forecast(senders, pace: pace, leads: leads(35), end: "2026-10-28T00:00:00Z")
        let expected = [
            "2026-10-20": 10, "2026-10-21": 10, "2026-10-22": 10, "2026-10-23": 15, "2026-10-27": 25,
        ]
        #expect(forecast.perDay == Dictionary(uniqueKeysWithValues: expected.map { (day($0.key), $0.value) }))
        #expect(forecast.unfinished == 35)
    }

    @Test func followUpsGoBeforeNewLeads() throws {
        let begun = ForecastLead(
            progress: LeadProgress(
                recipients: [LeadRecipient(status: .contacted, sent: [Self.steps[0].id: at("2026-10-16T08:00:00Z")])],
                releasedAt: Self.start), sender: AccountID(rawValue: 1))
        let forecast = try forecast([try sender(1)], leads: leads(3) + [begun], end: "2026-10-21T00:00:00Z")
        #expect(forecast.mails.map(\.lead) == [3, 0, 1, 2])
        #expect(forecast.mails.first?.at == at("2026-10-20T07:00:00Z"))
    }

    @Test func whatCannotBeSentIsCountedByItsReason() throws {
        let closed = PlannedSender(
            account: AccountID(rawValue: 1),
            open: OpenTime([
                SendingWindow(zone: .utc, hours: [:])
            ]))
        #expect(try forecast([closed], leads: leads(4)).stuck == [.hours: 4])
        #expect(try forecast([try sender(1, limit: 0)], leads: leads(4)).stuck == [.limit(.account): 4])
        #expect(try forecast([], leads: leads(4)).withoutSender == 4)
        var orphan = leads(1)[0]
        orphan.sender = AccountID(rawValue: 77)
        orphan.progress.recipients[0].sent = [Self.steps[0].id: Self.start]
        #expect(try forecast([try sender(1)], leads: [orphan]).withoutSender == 1)
        #expect(try forecast([try sender(1)], leads: leads(2), end: "2026-10-20T07:01:00Z").unfinished == 2)
    }

    @Test func aNewLeadGoesToAnAccountThatIsFree() throws {
        let busy = PlannedSender(
            account: AccountID(rawValue: 1), open: OpenTime([try open("Europe/Berlin")]),
            limits: [RollingLimit(source: .account, allowed: 50)], nextMailAt: at("2026-10-20T09:00:00Z"))
        let forecast = try forecast([busy, try sender(2)], leads: leads(4), end: "2026-10-20T09:30:00Z")
        #expect([1, 2].map { forecast.perAccount[AccountID(rawValue: $0)] } == [nil, 4])
    }
}

@Suite struct DueQueueTests {
    @Test func theEarliestComesFirstAndAmongEqualsTheLowestKey() {
        var random = SplitMix64(state: 17)
        var queue = DueQueue()
        let entries = (0..<2_000).map { key in
            DueQueue.Entry(due: Timestamp(secondsSince1970: Int64.random(in: 0...300, using: &random)), key: key)
        }
        for entry in entries.shuffled(using: &random) { queue.insert(entry) }
        var taken: [DueQueue.Entry] = []
        while let entry = queue.removeFirst() { taken.append(entry) }
        let sorted = entries.sorted { ($0.due, $0.key) < ($1.due, $1.key) }
        #expect(taken == sorted)
        #expect(queue.first == nil && queue.count == 0)
    }
}
