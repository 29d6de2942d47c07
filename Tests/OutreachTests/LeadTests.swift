import Correspondence
import Testing
import Timing

@testable import Outreach

@Suite struct LeadStateTests {
    /// Each arrow: state, event, whether it has begun, next state. All other pairs change nothing.
    static let arrows: [(LeadState, LeadEvent, Bool, LeadState)] = [
        (.pending, .mailSent, true, .active), (.pending, .sequenceEnded, true, .finished),
        (.active, .sequenceEnded, true, .finished),
        (.pending, .valueMissing, false, .needsData), (.active, .valueMissing, true, .needsData),
        (.needsData, .valuesGiven, false, .pending), (.needsData, .valuesGiven, true, .active),
        (.pending, .senderUnavailable, false, .held), (.active, .senderUnavailable, true, .held),
        (.pending, .mailNeedsPerson, false, .held), (.active, .mailNeedsPerson, true, .held),
        (.pending, .pausedByPerson, false, .held), (.active, .pausedByPerson, true, .held),
        (.pending, .tooLate, false, .held), (.active, .tooLate, true, .held), (.held, .released, false, .pending),
        (.held, .released, true, .active), (.failed, .retried, false, .pending), (.failed, .retried, true, .active),
    ]

    @Test(arguments: LeadState.allCases, LeadEvent.allCases)
    func onlyTheArrowsOfTheTableAreThere(state: LeadState, event: LeadEvent) {
        for hasBegun in [false, true] {
            let next = state.after(event, hasBegun: hasBegun)
            switch event {
            case .reset: #expect(next == (state == .pending ? nil : .pending))
            case .optedOut: #expect(next == (state == .stopped ? nil : .stopped))
            case .replied: #expect(next == (state == .stopped || state == .replied ? nil : .replied))
            case .personAnswered, .suppressed, .companyReplied, .skipped, .campaignArchived:
                #expect(next == (state.isEnd ? nil : .stopped))
            case .undeliverable: #expect(next == (state.isEnd ? nil : .failed))
            case .mailSent, .sequenceEnded:
                // By what they mean it has begun.
                #expect(next == Self.arrows.first { $0.0 == state && $0.1 == event }?.3)
            default:
                let arrow = Self.arrows.first { $0.0 == state && $0.1 == event && $0.2 == hasBegun }
                #expect(next == arrow?.3 ?? (state.isRunning ? state.after(event, hasBegun: !hasBegun) : nil))
            }
        }
    }

    @Test func nothingButAPersonLeadsOutOfAnEnd() {
        for state in LeadState.allCases where state.isEnd {
            for event in LeadEvent.allCases {
                guard let next = state.after(event, hasBegun: true), !next.isEnd else { continue }
                #expect(event == .reset || event == .retried)
            }
        }
    }

    @Test func everyStateIsReachedAndEveryLeadCanEnd() {
        var reached: Set<LeadState> = [.pending]
        for _ in LeadState.allCases {
            for state in reached {
                reached.formUnion(LeadEvent.allCases.compactMap { state.after($0, hasBegun: true) })
            }
        }
        #expect(reached == Set(LeadState.allCases))
        for state in LeadState.allCases where !state.isEnd {
            #expect(state.after(.skipped, hasBegun: false) == .stopped)
        }
    }
}

@Suite struct LeadProgressTests {
    private static let (one, two, three) = (StepID(rawValue: 71), StepID(rawValue: 5), StepID(rawValue: 30))
    private static let steps = [
        CampaignStep(id: one, delay: .days(0)), CampaignStep(id: two, delay: .days(3)),
        CampaignStep(id: three, delay: .after(.seconds(3_600))),
    ]

    private func turn(_ lead: LeadProgress, steps: [CampaignStep] = steps) -> LeadTurn {
        lead.next(in: steps, minWait: .seconds(240), zone: .utc)
    }

    private func lead(_ recipients: [LeadRecipient]) -> LeadProgress {
        LeadProgress(recipients: recipients, releasedAt: at("2026-07-01T08:00:00Z"))
    }

    private func person(_ sent: [StepID: String] = [:], _ status: RecipientStatus = .contacted) -> LeadRecipient {
        LeadRecipient(status: status, sent: sent.mapValues(at))
    }

    @Test func theFirstMailIsDueWhenTheLeadIsReleased() {
        #expect(
            turn(lead([person(), person()])) == .mail(step: Self.one, recipient: 0, due: at("2026-07-01T08:00:00Z")))
        #expect(!lead([person()]).hasBegun)
    }

    @Test func aStepGoesToAllOneAfterTheOther() {
        let lead = lead([person([Self.one: "2026-07-02T09:00:00Z"]), person(), person()])
        #expect(turn(lead) == .mail(step: Self.one, recipient: 1, due: at("2026-07-02T09:04:00Z")))
        #expect(lead.hasBegun)
    }

    @Test func theNextStepCountsFromTheLastMailOfTheOneBefore() {
        let lead = lead([person([Self.one: "2026-07-02T09:00:00Z"]), person([Self.one: "2026-07-02T11:00:00Z"])])
        #expect(turn(lead) == .mail(step: Self.two, recipient: 0, due: at("2026-07-05T11:00:00Z")))
    }

    @Test(arguments: [RecipientStatus.bounced, .optedOut, .replied])
    func whoCannotGetMailIsPassedOver(status: RecipientStatus) {
        let lead = lead([person([Self.one: "2026-07-02T09:00:00Z"], status), person()])
        #expect(turn(lead) == .mail(step: Self.one, recipient: 1, due: at("2026-07-02T09:04:00Z")))
    }

    @Test func aLeadEndsWhenAllStepsAreDone() {
        let all = [
            Self.one: "2026-07-02T09:00:00Z", Self.two: "2026-07-05T09:00:00Z", Self.three: "2026-07-05T10:00:00Z",
        ]
        #expect(turn(lead([person(all)])) == .ended)
        #expect(turn(lead([person(all, .bounced), person([:], .optedOut)])) == .nobodyReachable)
        #expect(turn(lead([])) == .nobodyReachable)
        #expect(turn(lead([person()]), steps: []) == .ended)
    }

    @Test func stepsMayChangeWhileALeadIsUnderWay() {
        let lead = lead([person([Self.two: "2026-07-02T09:00:00Z"])])
        let new = CampaignStep(id: StepID(rawValue: 99), delay: .days(1))
        // Put before what it has: not sent any more. Put behind: next.
        #expect(
            turn(lead, steps: [new] + Self.steps)
                == .mail(step: Self.three, recipient: 0, due: at("2026-07-02T10:00:00Z")))
        let behind = [Self.steps[0], Self.steps[1], new, Self.steps[2]]
        #expect(turn(lead, steps: behind) == .mail(step: new.id, recipient: 0, due: at("2026-07-03T09:00:00Z")))
        // Moved in front: it has the last one now.
        #expect(turn(lead, steps: [Self.steps[2], Self.steps[0], Self.steps[1]]) == .ended)
    }

    @Test func aStepThatWasTakenAwayKeepsItsPlace() {
        let retired = CampaignStep(id: Self.two, delay: .days(3), isRetired: true)
        let steps = [Self.steps[0], retired, Self.steps[2]]
        let begun = lead([person([Self.one: "2026-07-02T09:00:00Z"])])
        #expect(turn(begun, steps: steps) == .mail(step: Self.three, recipient: 0, due: at("2026-07-02T10:00:00Z")))
        // The second person does not get it any more.
        let half = lead([
            person([Self.one: "2026-07-02T09:00:00Z", Self.two: "2026-07-05T09:00:00Z"]),
            person([Self.one: "2026-07-02T09:04:00Z"]),
        ])
        #expect(turn(half, steps: steps) == .mail(step: Self.three, recipient: 0, due: at("2026-07-05T10:00:00Z")))
        #expect(LeadProgress.mails(steps: steps, recipients: 3) == 6)
    }

    @Test(.enabled(if: Zones.areThere, "needs tzdata"))
    func daysAreCountedOnTheWall() throws {
        let lead = lead([person([Self.one: "2026-10-29T13:00:00Z"])])
        let turn = lead.next(in: Self.steps, minWait: .zero, zone: try Zones.named("America/New_York"))
        #expect(turn == .mail(step: Self.two, recipient: 0, due: at("2026-11-01T14:00:00Z")))
    }

    /// However replies and bounces fall, everybody gets each step at most once, in order, and the lead ends.
    @Test func everyLeadComesToItsEnd() {
        var random = SplitMix64(state: 21)
        for _ in 0..<500 {
            var lead = lead((0..<Int.random(in: 1...4, using: &random)).map { _ in person([:], .notContacted) })
            var sent: [[StepID]] = lead.recipients.map { _ in [] }
            var last = lead.releasedAt
            loop: for turns in 0... {
                #expect(turns <= 12)
                switch turn(lead) {
                case .ended, .nobodyReachable: break loop
                case .mail(let step, let recipient, let due):
                    #expect(!sent[recipient].contains(step))
                    sent[recipient].append(step)
                    last = max(last, due)
                    lead.recipients[recipient].sent[step] = last
                    let outcomes: [RecipientStatus] = [.contacted, .contacted, .contacted, .bounced]
                    lead.recipients[recipient].status = outcomes.randomElement(using: &random) ?? .contacted
                }
            }
            let order = Self.steps.map(\.id)
            #expect(sent.allSatisfy { $0 == Array(order.prefix($0.count)) })
        }
    }
}
