import Correspondence
import MIME
import Reading
import Testing
import Timing

private let received = Timestamp(secondsSince1970: 1_700_000_000)

/// Bounces, abuse reports and vacation notices of many systems, where the corpora are present: every one is a machine's.
@Test(.enabled(if: Corpus.shared != nil)) func recognisesTheMachineMailThatOthersCollected() throws {
    let mails = try Corpus.sharedFolder("machine-mail")
    var found = 0
    var rightKind = 0
    for (name, bytes) in mails {
        let mail = try MailReader().read(bytes, receivedAt: received, ownAddresses: [])
        guard let machine = mail.machine else {
            print("missed:", name, mail.headers.subject)
            continue
        }
        found += 1
        let isRight =
            switch machine.kind {
            case .autoReply: name.hasPrefix("rfc3834")
            case .abuseReport: name.hasPrefix("arf") || name.contains("amazonses")
            case .bounce: !name.hasPrefix("rfc3834") && !name.hasPrefix("arf")
            case .list, .challenge, .receipt: false
            }
        if isRight { rightKind += 1 } else { print("other kind:", name, machine.name, machine.evidence) }
    }
    print("machine mail: \(found) of \(mails.count) recognised, \(rightKind) of the right kind")
    #expect(Double(found) >= 0.99 * Double(mails.count))
    #expect(Double(rightKind) >= 0.97 * Double(mails.count))
}

@Test(.enabled(if: Corpus.shared != nil)) func readsWhatBouncesSay() throws {
    var bounces = 0
    var (recipients, statuses, ids) = (0, 0, 0)
    for (name, bytes) in try Corpus.sharedFolder("machine-mail") {
        let mail = try MailReader().read(bytes, receivedAt: received, ownAddresses: [])
        guard case .bounce(let bounce) = mail.machine?.kind else { continue }
        bounces += 1
        if bounce.recipient != nil { recipients += 1 } else { print("no recipient:", name) }
        if bounce.status != nil { statuses += 1 }
        if bounce.originalMessageID != nil { ids += 1 } else { print("no id:", name) }
    }
    print("of \(bounces) bounces: recipient in \(recipients), status in \(statuses), original id in \(ids)")
    #expect(Double(recipients) >= 0.9 * Double(bounces))
}

@Test(.enabled(if: Corpus.shared != nil)) func readsEveryMailOfTheMIMECorpusAndTakesNoPersonForAMachine() throws {
    for (name, bytes) in try Corpus.sharedFolder("mime") {
        let clock = ContinuousClock()
        let took = clock.measure {
            do {
                let mail = try MailReader().read(bytes, receivedAt: received, ownAddresses: [])
                if let machine = mail.machine { print("machine:", name, machine.name, machine.evidence.prefix(80)) }
            } catch {
                print("unread:", name, error)
            }
        }
        #expect(took < .seconds(1), "\(name) took \(took)")
        if took > .milliseconds(20) { print("slow:", name, took) }
    }
}
