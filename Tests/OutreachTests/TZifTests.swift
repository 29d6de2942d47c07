import Testing
import Timing

@testable import Outreach

@Suite struct TZifTests {
    @Test(arguments: ["\0", "2", "3", "4"] as [Unicode.Scalar])
    func everyVersionIsRead(version: Unicode.Scalar) throws {
        let file = Zones.file(version: version, transitions: [(0, 1), (1_000, 0)], offsets: [60, 3_600])
        let zone = try Zone(name: "x", tzif: file)
        #expect([-1, 0, 999, 1_000].map { zone.period(at: $0).offset } == [60, 3_600, 3_600, 60])
        #expect(zone.period(at: 5) == Zone.Period(start: 0, end: 1_000, offset: 3_600))
        #expect(zone.period(at: 5_000).end == .max)
    }

    @Test func theRuleHoldsBehindTheTable() throws {
        let file = Zones.file(transitions: [(946_684_800, 1)], offsets: [0, 3_600], rule: Zones.berlin)
        let zone = try Zone(name: "x", tzif: file)
        #expect(zone.localTime(at: at("1999-12-31T00:00:00Z")) == wall("1999-12-31 00:00"))
        #expect(zone.localTime(at: at("2050-07-01T00:00:00Z")) == wall("2050-07-01 02:00"))
        #expect(zone.localTime(at: at("2050-12-01T00:00:00Z")) == wall("2050-12-01 01:00"))
    }

    @Test(arguments: [
        // New York, Berlin, Lord Howe, Dublin (whose winter is the exception), Nuuk (the evening before), Sydney.
        (Zones.newYork, "2040-07-01T12:00:00Z", -4.0), (Zones.newYork, "2040-01-01T12:00:00Z", -5),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2040-01-01T12:00:00Z", 11),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2040-07-01T12:00:00Z", 10.5),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2040-07-01T12:00:00Z", 1),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2040-01-01T12:00:00Z", 0),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2040-03-25T00:59:59Z", -2),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2040-03-25T01:00:00Z", -1),
        // RFC 9636 section 3.3.1: summer all year round.
        ("XXX3EDT4,0/0,J365/23", "2040-01-01T03:00:00Z", -4), ("XXX3EDT4,0/0,J365/23", "2039-12-31T23:59:59Z", -4),
        ("XXX3EDT4,0/0,J365/23", "2040-07-01T00:00:00Z", -4),
        // The 60th day is the first of March, or the 29th of February.
        ("AAA0BBB,J60/0,J61/0", "2040-03-01T00:00:00Z", 1), ("AAA0BBB,J60/0,J61/0", "2040-02-29T23:59:59Z", 0),
        ("AAA0BBB,59/0,60/0", "2040-02-29T00:00:00Z", 1), ("AAA0BBB,59/0,60/0", "2040-02-28T23:59:59Z", 0),
        ("AAA0BBB,M2.5.3/0,M2.5.4/0", "2040-02-29T00:00:00Z", 1), ("CST6", "2040-07-01T00:00:00Z", -6),
        ("AAA+1:30", "2040-07-01T00:00:00Z", -1.5), ("AAA-24", "2040-07-01T00:00:00Z", 24),
    ])
    func rulesGoOn(rule: String, instant: String, hours: Double) throws {
        let zone = try Zone(name: "x", tzif: Zones.file(rule: rule))
        #expect(Double(zone.period(at: at(instant).secondsSince1970).offset) / 3_600 == hours)
    }

    @Test(arguments: [
        "CE-1", "CET", "CET-25", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,M10.5.0/3x",
        "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J1", "CET-1CEST,366,1", "<CET-1",
        "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1:60", "1", ",", "CET-1CEST,M3.0.0,M10.5.0",
    ])
    func otherRulesAreRefused(rule: String) {
        #expect(throws: TZifError.unreadableRule) { try Zone(name: "x", tzif: Zones.file(rule: rule)) }
    }

    @Test func everyCutIsRefused() {
        let file = Zones.file(transitions: [(0, 1)], offsets: [0, 3_600], rule: "CET-1")
        for length in 0..<file.count {
            #expect(throws: TZifError.self, "\(length) bytes") { try Zone(name: "x", tzif: Array(file[..<length])) }
        }
    }

    @Test(arguments: [
        (Zones.file(transitions: [(5, 0), (5, 0)]), TZifError.malformed("changes out of order")),
        (Zones.file(transitions: [(5, 1)]), .malformed("a change to nothing")),
        (Zones.file(offsets: []), .malformed("0 kinds of time")),
        (Zones.file(offsets: [93_600]), .malformed("an offset of 93600 s")),
        (Zones.file(offsets: [.min]), .malformed("an offset of -2147483648 s")),
        ([UInt8](repeating: 0x54, count: 200_000), .tooLarge), (Array("TZIF".utf8), .notTZif),
        (Zones.file(transitions: (0...2_000).map { ($0, 0) }), .tooLarge),
    ])
    func damageIsNamed(file: [UInt8], error: TZifError) {
        #expect(throws: error) { try Zone(name: "x", tzif: file) }
        #expect(!error.description.isEmpty)
    }

    @Test func leapSecondsAreRefused() {
        var file = Zones.file(version: "\0")
        file[31] = 1
        #expect(throws: TZifError.leapSeconds) { try Zone(name: "x", tzif: file) }
    }

    @Test func noBytesTrap() {
        var random = SplitMix64(state: 5)
        let seed = Zones.file(
            transitions: [(-5_000_000, 1), (0, 0), (9_000, 1)], offsets: [0, 3_600], rule: Zones.newYork)
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let zone = try? Zone(name: "x", tzif: bytes) else { continue }
            let instant = Timestamp(secondsSince1970: Int64.random(in: -5_000_000_000...5_000_000_000, using: &random))
            let time = zone.localTime(at: instant)
            let moment = zone.moment(of: time)
            if case .never = moment { Issue.record("\(instant) shows \(time), which is never") }
        }
    }
}
