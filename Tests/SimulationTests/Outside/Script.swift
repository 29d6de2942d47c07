import PostOffice
import Timing

/// A mail of ours that lies in Sent and asks a creator for a collaboration.
struct Outreach: Sendable {
    let number: Int
    /// Which of our accounts wrote it.
    let account: Int
    let creator: Person
    let id: String
    let bytes: [UInt8]
}

/// What happens outside, at its time.
enum Happening: Sendable {
    /// A reply to the newest mail of this conversation arrives, in another account too when `copied`.
    case reply(outreach: Int, tone: Tone, variant: Int, copied: Bool)
    /// The newest mail of the conversation arrives once more.
    case redelivery(outreach: Int)
    /// A person of ours answers by hand.
    case personAnswers(outreach: Int)
    /// The newest mail of the conversation leaves the inbox for another mailbox, read or not: a person files it.
    case filing(outreach: Int, folder: Folder)
    case renumbering(account: Int, folder: Folder)
    /// The clock of the machine is set forward or back.
    case clockJump(Duration)
}

/// The story that one seed tells: who there is, and what happens to them when.
struct Script: Sendable {
    static let start = Timestamp(rfc3339: "2026-03-02T09:00:00Z")!

    let seed: UInt64
    var accounts: [Person] = []
    var outreach: [Outreach] = []
    /// Soonest first.
    var happenings: [(at: Timestamp, what: Happening)] = []
    var filesSubmissionsInSent = false
    /// Where a rule of the mailbox puts replies to an outreach before anybody sees them.
    var rules: [Int: Folder] = [:]
    /// Creators whose mailbox answers every mail with enthusiasm, by outreach.
    var echoes: Set<Int> = []
    /// Of each account; nearly always `auto`.
    var states: [String] = []

    init(seed: UInt64, chance: inout Chance) {
        self.seed = seed
        filesSubmissionsInSent = chance.happens(500)
        let accountCount = chance.number(1..<3)
        accounts = (0..<accountCount).map { Person("Team \($0)", "team\($0)@ours.example") }
        states = accounts.map { _ in chance.pick([("auto", weight: 92), ("draft", weight: 4), ("observe", weight: 4)]) }
        for number in 0..<chance.number(1..<4) { addOutreach(number, &chance) }
        for one in outreach {
            addReplies(to: one, &chance)
            if chance.happens(80) { echoes.insert(one.number) }
            if chance.happens(120) { rules[one.number] = Self.elsewhere(&chance) }
        }
        addTrouble(&chance)
        happenings.sort { $0.at < $1.at }
    }

    private mutating func addOutreach(_ number: Int, _ chance: inout Chance) {
        let account = chance.number(0..<accounts.count)
        let creatorNumber = number > 0 && chance.happens(150) ? number - 1 : number
        let creator = Person("Creator \(creatorNumber)", "creator\(creatorNumber)@creators.example")
        let id = "outreach-\(number)@ours.example"
        let mail = MailText(
            from: accounts[account], to: [creator], subject: "Collaboration \(number)", messageID: id,
            date: Self.start - .seconds(3_600), body: .plain("Would you like to try our product in a video?"))
        outreach.append(Outreach(number: number, account: account, creator: creator, id: id, bytes: mail.bytes))
    }

    private mutating func addReplies(to one: Outreach, _ chance: inout Chance) {
        var time = Self.start + chance.seconds(10..<7_200)
        let first = chance.pick([
            (Tone.interested, weight: 62), (.refusal, weight: 6), (.number, weight: 5), (.question, weight: 6),
            (.optOut, weight: 5), (.outOfOffice, weight: 6), (.bounce, weight: 3), (.newsletter, weight: 3),
            (.forged, weight: 4),
        ])
        add(first, one, time, &chance)
        for _ in 0..<chance.pick([(0, weight: 40), (1, weight: 40), (2, weight: 20)]) {
            // A moment later, so that mails are on their way; or days later, between mails.
            time = time + (chance.happens(550) ? chance.seconds(1..<120) : chance.seconds(120..<320_000))
            switch chance.number(0..<100) {
            case 0..<70:
                let next = chance.pick([
                    (Tone.interested, weight: 20), (.refusal, weight: 15), (.number, weight: 15),
                    (.question, weight: 12), (.optOut, weight: 12), (.outOfOffice, weight: 8), (.bounce, weight: 6),
                    (.newsletter, weight: 4), (.forged, weight: 8),
                ])
                add(next, one, time, &chance)
            case 70..<78: happenings.append((time, .redelivery(outreach: one.number)))
            case 78..<86:
                happenings.append((time, .filing(outreach: one.number, folder: Self.elsewhere(&chance))))
            default: happenings.append((time, .personAnswers(outreach: one.number)))
            }
        }
    }

    private mutating func add(_ tone: Tone, _ one: Outreach, _ time: Timestamp, _ chance: inout Chance) {
        let copied = accounts.count > 1 && chance.happens(120)
        let variant = chance.number(0..<6)
        happenings.append((time, .reply(outreach: one.number, tone: tone, variant: variant, copied: copied)))
    }

    /// Where mail comes to lie that is not in the inbox.
    private static func elsewhere(_ chance: inout Chance) -> Folder {
        chance.pick([(Folder.named(Self.archive), weight: 60), (.junk, weight: 20), (.trash, weight: 20)])
    }

    static let archive = "Archive"

    private mutating func addTrouble(_ chance: inout Chance) {
        if chance.happens(200) {
            let folder = chance.happens(600) ? Folder.inbox : .sent
            let account = chance.number(0..<accounts.count)
            happenings.append(
                (Self.start + chance.seconds(60..<260_000), .renumbering(account: account, folder: folder)))
        }
        if chance.happens(150) {
            let jump = chance.pick([
                (Duration.seconds(-7_200), weight: 1), (.seconds(-90), weight: 1), (.seconds(90), weight: 1),
                (.seconds(7_200), weight: 1), (.seconds(90_000), weight: 1),
            ])
            happenings.append((Self.start + chance.seconds(60..<260_000), .clockJump(jump)))
        }
    }
}
