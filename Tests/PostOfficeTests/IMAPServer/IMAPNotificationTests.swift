import Testing
import Timing

@testable import PostOffice

@Suite struct IMAPNotificationTests {
    @Test func idleHearsArrivalsFlagsAndExpunges() throws {
        var fixture = try SessionFixture(selecting: "INBOX", notes: 2)
        #expect(fixture.overhear() == [])
        #expect(fixture.say("a IDLE") == ["+ idling"])
        try fixture.world.deliver(note(3), to: MailWorld.mila, at: .tuesday)
        #expect(fixture.overhear() == ["* 3 EXISTS"])
        try fixture.world.store(.add, [.seen], on: [2], in: .inbox, of: MailWorld.mila)
        try fixture.world.expunge([1], in: .inbox, of: MailWorld.mila)
        #expect(fixture.overhear() == ["* 2 FETCH (UID 2 FLAGS (\\Seen))", "* 1 EXPUNGE"])
        #expect(fixture.overhear() == [])
        #expect(fixture.say("DONE") == ["a OK IDLE ended"])
        #expect(fixture.say("b FETCH 2 UID") == ["* 2 FETCH (UID 3)", "b OK fetched"])
    }

    @Test func changesBeforeIdleAreToldAtItsStart() throws {
        var fixture = try SessionFixture(selecting: "INBOX")
        try fixture.world.deliver(note(), to: MailWorld.mila, at: .tuesday)
        #expect(fixture.overhear() == [])
        #expect(fixture.say("a IDLE") == ["+ idling", "* 1 EXISTS"])
    }

    @Test func aDeafIdleSaysNothingYetTheNextCommandDoes() throws {
        var fixture = try SessionFixture(selecting: "INBOX")
        fixture.options.isDeafInIdle = true
        _ = fixture.say("a IDLE")
        try fixture.world.deliver(note(), to: MailWorld.mila, at: .tuesday)
        #expect(fixture.overhear() == [])
        #expect(fixture.say("DONE") == ["a OK IDLE ended"])
        #expect(fixture.say("b NOOP") == ["* 1 EXISTS", "b OK done"])
    }

    /// RFC 3501 section 7.4.1: sequence numbers must not move under a command that uses them.
    @Test func expungesWaitWhileSequenceNumbersAreInUse() throws {
        var fixture = try SessionFixture(selecting: "INBOX", notes: 3)
        try fixture.world.expunge([1], in: .inbox, of: MailWorld.mila)
        #expect(fixture.say("a FETCH 2 UID") == ["* 2 FETCH (UID 2)", "a OK fetched"])
        #expect(fixture.say("b FETCH 1 UID") == ["b OK [EXPUNGEISSUED] some messages are gone"])
        #expect(fixture.say("c UID FETCH 2 UID") == ["* 1 EXPUNGE", "* 1 FETCH (UID 2)", "c OK fetched"])
    }

    @Test func arrivalThenExpungeOfItKeepsTheCountRight() throws {
        var fixture = try SessionFixture(selecting: "INBOX", notes: 1)
        let uid = try fixture.world.deliver(note(2), to: MailWorld.mila, at: .tuesday)
        try fixture.world.expunge([uid], in: .inbox, of: MailWorld.mila)
        #expect(fixture.say("a NOOP") == ["* 2 EXISTS", "* 2 EXPUNGE", "a OK done"])
    }

    @Test func aRebuiltMailboxEndsTheSession() throws {
        var fixture = try SessionFixture(selecting: "INBOX", notes: 1)
        _ = fixture.say("a IDLE")
        try fixture.world.resetUIDValidity(of: .inbox, of: MailWorld.mila)
        #expect(fixture.overhear() == ["* BYE the mailbox was rebuilt: select it again"])
        #expect(fixture.say("DONE") == [])
    }

    /// A client that keeps its own list by what it is told ends up with the mailbox, whatever happens to it.
    @Test(arguments: 0..<20) func whatIsToldAddsUpToTheMailbox(seed: Int) throws {
        var random = SplitMix64(state: UInt64(seed))
        var fixture = try SessionFixture(selecting: "INBOX", notes: 3)
        _ = fixture.say("a IDLE")
        var count = 3
        for _ in 0..<200 {
            let uids = try fixture.world.messages(in: .inbox, of: MailWorld.mila).map(\.uid)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: try fixture.world.deliver(note(), to: MailWorld.mila, at: .tuesday)
            case 1:
                if let uid = uids.randomElement(using: &random) {
                    try fixture.world.expunge([uid], in: .inbox, of: MailWorld.mila)
                }
            case 2:
                if let uid = uids.randomElement(using: &random) {
                    try fixture.world.store(.add, [.flagged], on: [uid], in: .inbox, of: MailWorld.mila)
                }
            default:
                count = try Self.follow(fixture.overhear(), from: count)
                #expect(try fixture.world.messages(in: .inbox, of: MailWorld.mila).count == count)
            }
        }
    }

    static func follow(_ lines: [String], from start: Int) throws -> Int {
        try lines.reduce(start) { count, line in
            let words = line.split(separator: " ")
            let number = try #require(words.count > 2 ? Int(words[1]) : nil)
            switch words[2] {
            case "EXISTS": return number
            case "EXPUNGE":
                #expect((1...count).contains(number))
                return count - 1
            default:
                #expect((1...count).contains(number))
                return count
            }
        }
    }
}
