import Classification
import ContactDetection
import Correspondence
import Glibc
import MIME
import Reading
import Timing

/// `Benchmarks COUNT FILE`: writes COUNT typical replies to FILE, each behind its length in four bytes (big-endian), and
/// reads them on one thread: parse, strip and guard, contacts, rules. Prints replies per second and microseconds by stage.
@main
enum Benchmarks {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let count = Int(arguments[1]), count > 0 else {
            print("usage: Benchmarks COUNT FILE")
            exit(64)
        }
        let mails = TypicalReplies.mails(count)
        guard let file = fopen(arguments[2], "w") else {
            print("cannot write \(arguments[2])")
            exit(1)
        }
        for mail in mails {
            let length = (0..<4).reversed().map { UInt8(truncatingIfNeeded: mail.count >> ($0 * 8)) }
            fwrite(length, 1, 4, file)
            fwrite(mail, 1, mail.count, file)
        }
        fclose(file)
        let stages = try Stages()
        // Once over a few, so that rules, tables and character sets are loaded.
        var warming = StageTimes()
        for mail in mails.prefix(50) { stages.read(mail, &warming) }
        var times = StageTimes()
        let start = ContinuousClock.now
        for mail in mails { stages.read(mail, &times) }
        times.print(count: count, total: ContinuousClock.now - start)
    }
}

/// What was spent where, and what was found: results that nobody uses might not be computed.
struct StageTimes {
    var reading = Duration.zero
    var contacts = Duration.zero
    var rules = Duration.zero
    var contactsFound = 0
    var intents: [Intent: Int] = [:]
    var refused = 0

    func print(count: Int, total: Duration) {
        func micros(_ time: Duration) -> Double { (time / .microseconds(count) * 10).rounded() / 10 }
        Swift.print("replies \(count), refused \(refused), contacts \(contactsFound), intents \(intents.count)")
        Swift.print(
            "parse+strip+guard \(micros(reading)) us, contacts \(micros(contacts)) us, rules \(micros(rules)) us")
        Swift.print("swift \((Double(count) / (total / .seconds(1))).rounded()) replies/s")
    }
}

/// The stages in the engine's order.
struct Stages {
    private let reader = MailReader()
    private let detector: ContactDetector
    private let rules: RulesClassifier
    private let arrival = Timestamp(secondsSince1970: 1_790_000_000)

    init() throws {
        detector = try ContactDetector()
        rules = try RulesClassifier()
    }

    func read(_ bytes: [UInt8], _ times: inout StageTimes) {
        let clock = ContinuousClock()
        let start = clock.now
        // Refused mails are counted, and there should be none.
        guard let mail = try? reader.read(bytes, receivedAt: arrival, ownAddresses: []) else {
            times.refused += 1
            return
        }
        let isRead = clock.now
        let context = DetectionContext(
            defaultRegion: "US", language: mail.languageHint, senderDomain: mail.headers.from?.address.domain)
        let contacts = detector.contacts(in: mail.body, context: context)
        let isDetected = clock.now
        let verdict = rules.judge(
            ClassificationRequest(ownText: mail.body.own, subject: mail.headers.subject, contacts: contacts))
        times.rules += clock.now - isDetected
        times.contacts += isDetected - isRead
        times.reading += isRead - start
        times.contactsFound += contacts.count
        times.intents[verdict.intent, default: 0] += 1
    }
}
