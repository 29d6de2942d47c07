import Classification
import ContactDetection
import Correspondence
import Testing
import Timing

@testable import Understanding

/// What a mail as it was fetched comes to, by the rules alone.
@Suite struct ReplyExaminationTests {
    private static let creator = EmailAddress("zoe@creators.example")!
    private static let team = EmailAddress("team@mosaic.test")!
    private static let now = Timestamp(secondsSince1970: 1_800_000_000)
    private static let rules = Result { try RulesClassifier() }

    private func work(
        _ source: String, attempts: Int = 1, ownMails: [OwnMail] = [], of state: AccountState = .auto,
        through outlet: Outlet = .smtp, writer: EmailAddress? = nil, isForPerson: Bool = false
    ) -> DecisionWork {
        let conversation = Conversation(
            id: ConversationID(rawValue: 1), account: AccountID(rawValue: 1), contact: ContactID(rawValue: 1),
            contactAddress: Self.creator, subject: "Hi", state: .awaitingReply, answersSent: 0, generation: 0,
            version: 1,
            isSuppressed: false, nextFollowUpAt: nil)
        let reply = PendingReply(
            key: MessageKey(rawValue: 1), messageID: nil, source: Array(source.replacing("\n", with: "\r\n").utf8),
            isWhole: true, linkage: .references, from: Self.creator, receivedAt: Self.now, isBeforeBaseline: false,
            attempts: attempts)
        return DecisionWork(
            conversation: conversation, accountAddress: Self.team, accountState: state, outlet: outlet,
            mailboxes: [AccountID(rawValue: 1)], messages: [reply], writer: writer, ownMails: ownMails,
            isForPerson: isForPerson)
    }

    private func mail(_ text: String, subject: String = "Re: Hi", headers: String = "") -> String {
        "From: \(Self.creator)\nTo: \(Self.team)\nSubject: \(subject)\n\(headers)\n\(text)\n"
    }

    private func decide(
        _ work: DecisionWork, handsOverSignedContacts: Bool = false, answering: AnswerRules = AnswerRules()
    ) async throws -> Decision {
        let understanding = ReplyUnderstanding(detector: try ContactDetector(), ownAddresses: [Self.team])
        let chain = ClassifierChain(rules: try Self.rules.get(), reader: nil)
        return await ReplyExamination(
            understanding, classifier: chain, handsOverSignedContacts: handsOverSignedContacts, answering: answering
        ).examine(work).decision
    }

    @Test func aYesThatMayNotBeAnsweredGoesToAPersonAndARefusalEnds() async throws {
        let yes = mail("Yes, I'm interested!")
        let formerly = EmailAddress("former@mosaic.test")!
        let rules = AnswerRules(neverAnswer: NeverAnswer(domains: ["nobody.example"])) { writer, account in
            writer != nil && writer != account
        }
        let rows: [(DecisionWork, AnswerRules, Decision)] = [
            (work(yes), rules, .startSequence), (work(yes, of: .draft), rules, .startSequence),
            (work(yes, of: .observe), rules, .handOff(.observed)),
            (work(yes, through: .nothing), rules, .handOff(.observed)),
            (work(yes), AnswerRules(isDryRun: true), .handOff(.observed)),
            (work(yes), AnswerRules(neverAnswer: NeverAnswer(domains: ["creators.example"])), .handOff(.neverAnswer)),
            (work(yes, writer: formerly), rules, .handOff(.otherSender)),
            (work(yes, isForPerson: true), rules, .handOff(.campaignReply)),
            (work(mail("No thanks, not interested."), of: .observe), rules, .complete),
        ]
        for (work, rules, decision) in rows { #expect(try await decide(work, answering: rules) == decision) }
    }

    /// A signature says who wrote; a number in it was not given, unless the text points at it.
    @Test func aYesIsAnsweredWhateverStandsInItsSignature() async throws {
        let card = "Zoe Hart\nContent Creator\nGlow Media LLC\n+1 212 555 0143"
        for closing in ["", "Best regards,\n", "Thanks!\n\n"] {
            let yes = work(mail("Yes, I'd love to join!\n\n\(closing)\(card)"))
            #expect(try await decide(yes) == .startSequence, "\(closing)")
            #expect(try await decide(yes, handsOverSignedContacts: true) == .handOff(.contactProvided))
        }
        let given = work(mail("Yes, I'd love to join! My number is below.\n\n\(card)"))
        #expect(try await decide(given) == .handOff(.contactProvided))
    }

    @Test func aMailDecidesByItsOwnWordsAndWithoutThemByItsSubject() async throws {
        let rows: [(mail: String, decision: Decision)] = [
            (mail("Yes, I'm interested!"), .startSequence), (mail("No thanks, not interested."), .complete),
            (mail("Call me: +44 20 7946 0958"), .handOff(.contactProvided)),
            (mail("", subject: "Unsubscribe"), .optOut), (mail(" \n\n", subject: "Re: STOP"), .optOut),
            (mail(""), .handOff(.emptyReply)), (mail("", subject: "Yes, I'm interested!"), .handOff(.emptyReply)),
            (mail("> Would you like it?", subject: "Unsubscribe"), .optOut),
            (mail("I am away.", headers: "Auto-Submitted: auto-replied\n"), .ignore(.autoReply)),
            // Apple Mail's button, which calls itself an automatic reply.
            (
                mail("", subject: "unsubscribe", headers: "Auto-Submitted: auto-replied\nX-Apple-Unsubscribe: true\n"),
                .optOut
            ),
            (
                mail(
                    "Apple Mail sent this email to unsubscribe from the message \u{201C}A serum\u{201D}.",
                    subject: "Re: A serum", headers: "Auto-Submitted: auto-replied\nX-Apple-Unsubscribe: true\n"),
                .optOut
            ),
            (mail("", subject: "Unsubscribe", headers: "Reply-To: other@creators.example\n"), .handOff(.emptyReply)),
        ]
        for row in rows { #expect(try await decide(work(row.mail)) == row.decision, "\(row.mail)") }
    }

    /// The ways in which our own offer to stop came back as the writer's wish.
    @Test(arguments: [
        "Sounds good, I'm in!\n\nOn Tue, 5 May 2026 at 10:12, Ann <team@mosaic.test> wrote:\n> Hi Zoe, would you try our serum?\n"
            + "> If you want no more mail from us, please answer with the word\nunsubscribe and we will take you off our list.",
        "Sounds good, I'm in!\n\nDate: Tue, 5 May 2026 10:12\nTo: zoe@creators.example\n\nHi Zoe, would you try our serum?\n"
            + "If you want no more mail from us, please answer with the word unsubscribe and we will take you off our list.",
        "Sounds good, I'm in!\n\nIf you want no more mail from us, please answer with the word unsubscribe and we will take "
            + "you off our list.",
    ])
    func ourOwnOfferToStopIsNobodysWish(text: String) async throws {
        let ours =
            "Hi Zoe, would you try our serum?\n\nIf you want no more mail from us, please answer with the word\n"
            + "unsubscribe and we will take you off our list.\n"
        for own in [OwnMail.text(ours), .rendered(Array("Subject: Hi\r\n\r\n\(ours)".utf8))] {
            #expect(try await decide(work(mail(text), ownMails: [own])) == .startSequence)
        }
    }

    @Test func whatWasTriedTooOftenOrCannotBeReadGoesToAPerson() async throws {
        #expect(try await decide(work(mail("Yes, I'm interested!"), attempts: 4)) == .handOff(.unreadable))
        #expect(try await decide(work("")) == .handOff(.unreadable))
    }
}
