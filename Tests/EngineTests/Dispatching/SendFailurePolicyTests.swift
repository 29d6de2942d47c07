import Delivery
import Testing
import Timing

@testable import Engine

@Suite struct SendFailurePolicyTests {
    typealias Past = SendFailurePolicy.Past

    struct Row: Sendable, CustomTestStringConvertible {
        let kind: DeliveryFailure.Kind
        var reached = DeliveryFailure.Reach.mail
        var past = Past()
        let mail: SendFailurePolicy.MailFate
        let waits: Duration?
        var tells = false

        var testDescription: String { "\(kind.rawValue) \(past)" }
    }

    static let rows = [
        Row(kind: .recipientRefused, mail: .barsTheContact, waits: nil),
        Row(kind: .outcomeUnknown, mail: .awaitsEvidence, waits: .seconds(15)),
        Row(kind: .authentication, reached: .account, mail: .keepsItsPlace, waits: .seconds(3_600)),
        Row(kind: .throttled, reached: .account, mail: .keepsItsPlace, waits: .seconds(15)),
        Row(
            kind: .throttled, reached: .account, past: Past(accountFailures: 3), mail: .keepsItsPlace,
            waits: .seconds(120)),
        Row(kind: .quota, past: Past(accountFailures: 20), mail: .keepsItsPlace, waits: .seconds(3_600)),
        Row(kind: .connection, reached: .server, mail: .keepsItsPlace, waits: .seconds(15)),
        Row(kind: .encryption, reached: .server, mail: .keepsItsPlace, waits: .seconds(15)),
        // The mail may be what breaks it, so others go first.
        Row(kind: .connection, mail: .isTriedAgain(after: .seconds(11.25)), waits: .seconds(15)),
        Row(
            kind: .connection, past: Past(mailFailures: 9, failing: .seconds(90_000)), mail: .goesToPerson,
            waits: .seconds(15)),
        Row(kind: .recipientBusy, mail: .isTriedAgain(after: .seconds(11.25)), waits: nil),
        Row(
            kind: .recipientBusy, past: Past(mailFailures: 30, failing: .seconds(90_000)), mail: .goesToPerson,
            waits: nil),
        // One mail that is put off says nothing about the account; a second one in a row does.
        Row(kind: .transient, mail: .isTriedAgain(after: .seconds(11.25)), waits: .zero),
        Row(
            kind: .transient, past: Past(mailFailures: 1, accountFailures: 1),
            mail: .isTriedAgain(after: .seconds(22.5)), waits: nil),
        Row(
            kind: .transient, past: Past(accountFailures: 1), mail: .isTriedAgain(after: .seconds(11.25)),
            waits: .seconds(15)),
        Row(
            kind: .transient, past: Past(mailFailures: 1, accountFailures: 2),
            mail: .isTriedAgain(after: .seconds(22.5)), waits: .seconds(30)),
        // What refuses two mails in a row refuses us.
        Row(kind: .messageRefused, mail: .goesToPerson, waits: .zero),
        Row(kind: .messageRefused, past: Past(accountFailures: 1), mail: .goesToPerson, waits: .zero),
        Row(
            kind: .messageRefused, past: Past(accountFailures: 2), mail: .isTriedAgain(after: .seconds(61)),
            waits: .seconds(60), tells: true),
        Row(kind: .policy, mail: .isTriedAgain(after: .seconds(16)), waits: .seconds(15), tells: true),
        Row(
            kind: .policy, past: Past(mailFailures: 1, failing: .seconds(60), accountFailures: 1),
            mail: .isTriedAgain(after: .seconds(31)), waits: .seconds(30), tells: true),
        Row(kind: .policy, past: Past(mailFailures: 1, othersGotThrough: true), mail: .goesToPerson, waits: nil),
        Row(kind: .policy, past: Past(mailFailures: 9, failing: .seconds(90_000)), mail: .goesToPerson, waits: nil),
    ]

    @Test(arguments: rows)
    func aFailureBelongsToWhomItConcerns(_ row: Row) {
        let failure = DeliveryFailure(kind: row.kind, detail: "why", reached: row.reached)
        let verdict = SendFailurePolicy.verdict(on: failure, row.past)
        #expect(verdict.mail == row.mail)
        #expect(verdict.accountWaits == row.waits)
        #expect(verdict.tellsPerson == row.tells)
    }

    @Test(arguments: DeliveryFailure.Kind.allCases)
    func onlyADeadAddressBarsTheContact(_ kind: DeliveryFailure.Kind) {
        for failures in 0..<5 {
            for others in [false, true] {
                let past = Past(
                    mailFailures: failures, failing: .seconds(100_000), accountFailures: failures,
                    othersGotThrough: others)
                let verdict = SendFailurePolicy.verdict(on: DeliveryFailure(kind: kind, detail: ""), past)
                #expect((verdict.mail == .barsTheContact) == (kind == .recipientRefused))
            }
        }
    }

    /// However a server says no to everything, it is asked less than ten times in ten minutes.
    @Test(arguments: [
        DeliveryFailure.Kind.throttled, .quota, .connection, .encryption, .policy, .transient, .messageRefused,
    ])
    func aServerThatRefusesEverythingIsSoonLeftAlone(_ kind: DeliveryFailure.Kind) {
        var (now, tries, failures) = (Duration.zero, 0, 0)
        while now < .seconds(600) {
            tries += 1
            let verdict = SendFailurePolicy.verdict(
                on: DeliveryFailure(kind: kind, detail: "", reached: kind == .connection ? .server : .mail),
                Past(accountFailures: failures))
            now += verdict.accountWaits ?? .zero
            failures += verdict.accountWaits == nil ? 0 : 1
        }
        #expect(tries < 10)
    }
}
