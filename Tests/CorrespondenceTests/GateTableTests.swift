import Correspondence
import Testing
import Timing

@Suite struct GateTableTests {
    static let now = Timestamp(secondsSince1970: 1_000_000)
    static let anna = EmailAddress("anna@creator.example")!
    static let table = GateTable(
        SendPolicy(spacing: .seconds(60), burstPerMinute: 300, neverAnswer: NeverAnswer(domains: ["agency.test"])))

    /// A due answer in a running sequence, with nothing against it.
    static func facts(_ change: (inout GateFacts) -> Void = { _ in }) -> GateFacts {
        var facts = GateFacts(now: now, recipient: anna, dueAt: now - .seconds(1))
        change(&facts)
        return facts
    }

    @Test func everyGateIsOpenForADueMailWithNothingAgainstIt() {
        let rows = Self.table.rows(Self.facts())
        #expect(rows.map(\.gate) == Gate.allCases)
        #expect(rows.allSatisfy { $0.state == .open })
        #expect(Self.table.obstacle(Self.facts()) == nil)
    }

    /// One thing against a mail, and the gate that it closes.
    struct Case: Sendable, CustomTestStringConvertible {
        let gate: Gate
        let state: GateState
        let change: @Sendable (inout GateFacts) -> Void

        var testDescription: String { "\(gate.rawValue): \(state)" }

        init(_ gate: Gate, _ state: GateState, _ change: @escaping @Sendable (inout GateFacts) -> Void) {
            self.gate = gate
            self.state = state
            self.change = change
        }
    }

    static let cases = [
        Case(.installation, .closed(until: nil, "all sending is stopped: burst")) { $0.stopped = "burst" },
        Case(.neverAnswer, .over("NEVER_ANSWER names the contact")) {
            $0.recipient = EmailAddress("boss@mail.agency.test")!
        },
        Case(.contact, .over("the contact is suppressed")) { $0.isSuppressed = true },
        Case(.declined, .over("said no in another conversation")) {
            $0.purpose = .outreach
            $0.conversation = .awaitingReply
            $0.hasDeclinedElsewhere = true
        },
        Case(
            .talk, .closed(until: now + .seconds(2_592_000), "this correspondent talks with us in another conversation")
        ) {
            $0.purpose = .outreach
            $0.conversation = .awaitingReply
            $0.talksElsewhereSince = now
        },
        Case(.conversation, .over("the conversation is with_person")) { $0.conversation = .withPerson },
        Case(.answered, .over("the contact has answered")) { $0.hasAnswered = true },
        Case(.undecided, .closed(until: now + .seconds(10), "a message of the contact waits to be decided")) {
            $0.undecidedUntil = now + .seconds(10)
        },
        Case(.campaign, .closed(until: nil, "the campaign is paused: by a person")) {
            $0.campaign = CampaignStanding(stopped: "the campaign is paused: by a person")
        },
        Case(.campaign, .closed(until: nil, "the campaign was edited: it is planned anew")) {
            $0.campaign = CampaignStanding(isEdited: true)
        },
        Case(.lead, .over("the lead is replied")) {
            $0.campaign = CampaignStanding(lead: .over("the lead is replied"))
        },
        Case(.lead, .over("the lead is held: by a person")) {
            $0.campaign = CampaignStanding(lead: .closed(until: nil, "the lead is held: by a person"))
        },
        Case(.window, .closed(until: nil, "the campaign's hours have ended: it is planned anew")) {
            $0.campaign = CampaignStanding(leaveUntil: now)
        },
        Case(.pacing, .closed(until: now + .seconds(30), "the gap after the account's mail before")) {
            $0.campaign = CampaignStanding(gap: .seconds(90))
            $0.history.accountLastMail = now - .seconds(60)
        },
        Case(.pacing, .closed(until: now + .seconds(200), "the gap after the account's mail before")) {
            $0.campaign = CampaignStanding(
                gap: .seconds(300), gaps: .seconds(90)...(.seconds(120)), lastMail: now - .seconds(100))
            $0.history.accountLastMail = now - .seconds(60)
        },
        Case(.pacing, .closed(until: now + .seconds(30), "the gap after the account's mail before")) {
            $0.campaign = CampaignStanding(
                gap: .seconds(300), gaps: .seconds(90)...(.seconds(120)), lastMail: now - .seconds(300))
            $0.history.accountLastMail = now - .seconds(60)
        },
        Case(.due, .closed(until: now + .seconds(5), "it is not due yet")) { $0.dueAt = now + .seconds(5) },
        Case(.account, .closed(until: nil, "the account only observes")) { $0.account = .observe },
        Case(.account, .closed(until: nil, "the account has no way out")) { $0.outlet = .nothing },
        Case(.rival, .closed(until: nil, "another installation of Mosaic uses its mailbox: ab12")) {
            $0.rival = "ab12"
        },
        Case(.accountPause, .closed(until: now + .seconds(9), "the account is paused: 535")) {
            $0.accountPausedUntil = now + .seconds(9)
            $0.accountPauseReason = "535"
        },
        Case(.accountFailure, .closed(until: now + .seconds(30), "the account waits after 2 failures: 421 busy")) {
            $0.accountFailures = 2
            $0.accountBlockedUntil = now + .seconds(30)
            $0.accountBlockReason = "421 busy"
        },
        Case(
            .bounces,
            .closed(
                until: now + .seconds(82_800), "5 of the account's 49 mails in 24 h bounced or were complained about")
        ) {
            $0.history.accountMails = 49
            $0.history.accountBounces = 5
            $0.history.accountOldestBounce = now - .seconds(3_600)
        },
        Case(.conversationCap, .forPerson("this conversation has had 3 automatic mails")) {
            $0.history.conversationMails = 3
        },
        Case(.contactCap, .forPerson("this correspondent has had 3 automatic mails within 30 days")) {
            $0.history.contactMails = 3
        },
        Case(
            .contactPause,
            .forPerson("this correspondent had an automatic mail in another conversation at \(now - .seconds(68_400))")
        ) { $0.history.lastMailElsewhere = now - .seconds(19 * 3_600) },
        Case(.dailyLimit, .closed(until: now + .seconds(6_400), "the account's limit of 2 mails in 24 h")) {
            $0.dailyLimit = 2
            $0.history.accountMails = 2
            $0.history.accountOldestMail = now - .seconds(80_000)
        },
        Case(.dailyLimit, .closed(until: now + .seconds(82_800), "the account's limit of 2 mails in 24 h")) {
            $0.dailyLimit = 2
            $0.history.accountMails = 9
            $0.history.accountOldestMail = now - .seconds(80_000)
            $0.history.sinceReset = SendHistory.Count(mails: 2, oldest: now - .seconds(3_600))
        },
        // Of what the provider counts nobody is forgiven anything.
        Case(.dailyLimit, .closed(until: now + .seconds(6_400), "the provider's limit of 9 mails in 24 h")) {
            $0.dailyLimit = 50
            $0.providerLimit = 9
            $0.history.accountMails = 9
            $0.history.accountOldestMail = now - .seconds(80_000)
            $0.history.sinceReset = SendHistory.Count(mails: 0, oldest: nil)
        },
        // Both are used up: the one that opens last.
        Case(.dailyLimit, .closed(until: now + .seconds(82_800), "the account's limit of 2 mails in 24 h")) {
            $0.dailyLimit = 2
            $0.providerLimit = 9
            $0.history.accountMails = 9
            $0.history.accountOldestMail = now - .seconds(80_000)
            $0.history.sinceReset = SendHistory.Count(mails: 2, oldest: now - .seconds(3_600))
        },
        Case(.dailyLimit, .closed(until: now + .seconds(86_400), "the account's limit of 0 mails in 24 h")) {
            $0.dailyLimit = 0
        },
        Case(.spacing, .closed(until: now + .seconds(50), "the time between two mails of the account")) {
            $0.history.accountLastMail = now - .seconds(10)
        },
        Case(.spacing, .closed(until: now + .seconds(99), "the time between two mails of the account")) {
            $0.accountNextSendAt = now + .seconds(99)
        },
        Case(.burst, .closed(until: now + .seconds(20), "300 mails left within a minute")) {
            $0.history.burst = 300
            $0.history.burstBegan = now - .seconds(40)
        },
    ]

    @Test(arguments: cases)
    func oneThingAgainstAMailClosesItsGateAlone(_ row: Case) {
        let facts = Self.facts(row.change)
        let closed = Self.table.rows(facts).filter { $0.state != .open }
        #expect(closed.map(\.gate) == [row.gate])
        #expect(closed.map(\.state) == [row.state])
        #expect(Self.table.obstacle(facts) == closed.first)
    }

    /// A few bounces are chance, and many among very many mails are ordinary.
    @Test(arguments: [(4, 4), (5, 50), (40, 400)])
    func bouncesBelowFloorOrRatioCloseNothing(bounces: Int, mails: Int) {
        let facts = Self.facts {
            $0.history.accountMails = mails
            $0.history.accountBounces = bounces
            $0.history.accountOldestBounce = Self.now
        }
        #expect(Self.table.obstacle(facts) == nil)
    }

    @Test func aLimitThatCountsAnewIsOpen() {
        let facts = Self.facts {
            $0.dailyLimit = 2
            $0.history.accountMails = 9
            $0.history.accountOldestMail = Self.now - .seconds(80_000)
            $0.history.sinceReset = SendHistory.Count(mails: 1, oldest: Self.now - .seconds(3_600))
        }
        #expect(Self.table.obstacle(facts) == nil)
    }

    @Test func everyGateCanClose() {
        #expect(Set(Self.cases.map(\.gate)) == Set(Gate.allCases))
    }

    @Test func whatPassesByItselfIsOpenOnceItIsOver() {
        let facts = Self.facts {
            $0.history.accountLastMail = Self.now - .seconds(60)
            $0.history.lastMailElsewhere = Self.now - .seconds(20 * 3_600)
            $0.accountPausedUntil = Self.now
            $0.accountNextSendAt = Self.now - .seconds(1)
        }
        #expect(Self.table.obstacle(facts) == nil)
    }

    @Test func anEndCountsMoreThanAWait() {
        let facts = Self.facts {
            $0.isSuppressed = true
            $0.dueAt = Self.now + .seconds(3_600)
            $0.stopped = "by a person"
        }
        #expect(Self.table.obstacle(facts)?.gate == .contact)
    }

    /// A message that waits may still change what the conversation wants.
    @Test func anUndecidedMessageEndsNothing() {
        let facts = Self.facts {
            $0.conversation = .withPerson
            $0.undecidedUntil = Self.now
        }
        #expect(Self.table.rows(facts).allSatisfy { !$0.state.isOver })
    }

    @Test func outreachIsWantedUntilSomebodyAnswers() {
        for state in ConversationState.allCases {
            #expect(state.wants(.outreach) == (state == .awaitingReply))
            #expect(state.wants(.answer) == (state == .inSequence))
        }
    }

    /// Answers are wanted by the conversation they belong to, and outreach that has begun was not minded before.
    @Test func whatIsSaidElsewhereHoldsBackOutreachAlone() {
        let answer = Self.facts {
            $0.hasDeclinedElsewhere = true
            $0.talksElsewhereSince = Self.now
        }
        #expect(Self.table.obstacle(answer) == nil)
        let begun = Self.facts {
            $0.purpose = .outreach
            $0.conversation = .awaitingReply
            $0.hasDeclinedElsewhere = true
            $0.history.conversationMails = 1
        }
        #expect(Self.table.obstacle(begun) == nil)
    }

    @Test func somebodyMayAskForSomeGatesOnly() {
        let facts = Self.facts {
            $0.isSuppressed = true
            $0.dueAt = Self.now + .seconds(60)
        }
        #expect(Self.table.rows(facts, of: [.due]).map(\.gate) == [.due])
        #expect(Self.table.obstacle(facts, among: [.due])?.gate == .due)
        #expect(Self.table.obstacle(facts, among: [.answered]) == nil)
    }

    @Test func theGateThatOpensLastIsTheOneToWaitFor() {
        let facts = Self.facts {
            $0.accountPausedUntil = Self.now + .seconds(60)
            $0.accountBlockedUntil = Self.now + .seconds(90)
            $0.history.accountLastMail = Self.now
        }
        #expect(Self.table.longest(facts, among: Gate.ofAccount)?.gate == .accountFailure)
        #expect(Self.table.longest(facts, among: [.accountPause])?.gate == .accountPause)
        #expect(Self.table.longest(facts, among: [.rival]) == nil)
        let forEver = Self.facts {
            $0.accountPausedUntil = Self.now + .seconds(60)
            $0.rival = "ab12"
        }
        #expect(Self.table.longest(forEver, among: Gate.ofAccount)?.gate == .rival)
    }

    /// A seven-step sequence is one contact's business; what others send to the contact stays capped.
    @Test func aLongSequenceMayExceedWhatAContactGetsFromOthers() {
        let facts = Self.facts {
            $0.mailsPerConversation = 7
            $0.history.conversationMails = 6
            $0.history.contactMails = 6
        }
        #expect(Self.table.obstacle(facts) == nil)
    }

    @Test func theBurstLimitGrowsWithTheAccounts() {
        #expect(SendPolicy.burstPerMinute(accounts: 3) == 300)
        #expect(SendPolicy.burstPerMinute(accounts: 3_000) == 60_000)
    }
}
