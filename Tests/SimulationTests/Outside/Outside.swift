import PostOffice
import Synchronization
import Timing

/// Everything that is not the program: mailboxes, people, servers, the clock and chance. What the oracle knows, it
/// knows from here.
final class Outside: Sendable {
    /// The clock that the program and its database read; it can be set wrongly.
    let clock: ManualWallClock
    let script: Script
    private let state: Mutex<State>

    struct State: Sendable {
        let script: Script
        var chance: Chance
        var world: MailWorld
        /// Time as it really is, by which servers date mail.
        var now = Script.start
        /// Grows with everything that happens: "before" and "after" without clocks.
        var moment = 0
        var rest: ArraySlice<(at: Timestamp, what: Happening)>
        var arrivals: [Arrived] = []
        var answers: [HandWritten] = []
        var departures: [Departure] = []
        /// Until when the server refuses everything of an account.
        var throttledUntil: [Int: Timestamp] = [:]
        /// Recipients of which a server said that their address is none.
        var deadAddresses: Set<String> = []
        /// Places of mail that went to a person unread and without a conversation, as account/UIDVALIDITY/UID.
        var quarantined: Set<String> = []
        var violations: [String] = []
        var lines: [String] = []
        var isCalm = false
        /// How far the program's clock has been set back, altogether.
        var setBack = Duration.zero
        /// How deep in "meanwhile" the story is.
        var depth = 0
    }

    init(script: Script, chance: Chance, clock: ManualWallClock) {
        self.script = script
        self.clock = clock
        var world = MailWorld(filesSubmissionsInSent: script.filesSubmissionsInSent)
        for account in script.accounts {
            world.addUser(account.address, password: "none")
            // The user was added a line above.
            try! world.createMailbox(Script.archive, of: account.address)
        }
        for one in script.outreach {
            // Every account of the script was added a line above.
            try! world.append(
                one.bytes, to: .sent, of: script.accounts[one.account].address, flags: [.seen],
                at: Script.start - .seconds(3_600))
        }
        state = Mutex(State(script: script, chance: chance, world: world, rest: script.happenings[...]))
    }

    func with<Result: Sendable>(_ body: (inout State) throws -> Result) rethrows -> Result {
        try state.withLock { state in try body(&state) }
    }

    func draw<Result: Sendable>(_ body: (inout Chance) -> Result) -> Result { with { body(&$0.chance) } }

    /// Appends one line to the story.
    func note(_ line: String) {
        let stamp = clock.now.rfc3339
        with { state in
            state.moment += 1
            state.lines.append("\(stamp) \(line)")
        }
    }

    /// Time passes.
    func wait(_ span: Duration) {
        with { $0.now = $0.now + span }
        clock.advance(by: span)
    }

    /// Something that must never be so.
    func violation(_ text: String) {
        note("VIOLATION \(text)")
        with { $0.violations.append(text) }
    }
}

/// A mail that came to one of our inboxes.
struct Arrived: Sendable {
    let outreach: Int
    let tone: Tone
    let account: Int
    let id: String
    /// Whether it is an earlier mail once more.
    let isRepeated: Bool
    let moment: Int
    let uidValidity: UInt32
    let uid: UInt32
    /// Whether a rule put it into another mailbox at once.
    let folder: Folder
    /// Whether a person has filed it away since.
    var isFiled = false

    /// Whether it came into Junk or Trash.
    var isUnwanted: Bool { folder == .junk || folder == .trash }
}

/// An answer that a person of ours wrote by hand.
struct HandWritten: Sendable {
    let outreach: Int
    let moment: Int
}

/// A mail that a server took from us.
struct Departure: Sendable {
    let messageID: String
    let recipient: String
    let bytes: [UInt8]
    let outreach: Int?
    let step: Int?
    /// The fence of the program's claim.
    let fence: Int64
    /// When the program claimed it for this try, and when the server took it.
    let begunAt: Int
    let moment: Int
    /// On the clock that the program reads.
    let time: Timestamp
    /// As it really was.
    let leftAt: Timestamp
}
