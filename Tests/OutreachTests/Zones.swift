import FoundationEssentials
import Testing
import Timing

@testable import Outreach

/// The zones of this machine.
enum Zones {
    static let folder = "/usr/share/zoneinfo"

    static func bytes(_ name: String) -> [UInt8]? {
        // Absence is an answer: the tests that need it say so.
        (try? Data(contentsOf: URL(filePath: "\(folder)/\(name)"))).map { Array($0) }
    }

    static func named(_ name: String) throws -> Zone {
        try Zone(name: name, tzif: #require(bytes(name), "tzdata has no \(name)"))
    }

    static let areThere = bytes("Europe/Zurich") != nil

    static let berlin = "CET-1CEST,M3.5.0,M10.5.0/3"
    static let newYork = "EST5EDT,M3.2.0,M11.1.0"

    /// A file of version 2 or later with a table and a rule.
    static func file(
        version: Unicode.Scalar = "2", transitions: [(at: Int64, type: UInt8)] = [], offsets: [Int32] = [0],
        rule: String = ""
    ) -> [UInt8] {
        let first = version == "\0" ? [] : header(version, transitions: 0, types: 1) + [0, 0, 0, 0, 0, 0] + [0]
        let size = version == "\0" ? 4 : 8
        var bytes = first + header(version, transitions: transitions.count, types: offsets.count)
        bytes += transitions.flatMap { big(UInt64(bitPattern: $0.at), size) } + transitions.map(\.type)
        bytes += offsets.flatMap { big(UInt64(UInt32(bitPattern: $0)), 4) + [0, 0] } + [0]
        return bytes + (version == "\0" ? [] : Array("\n\(rule)\n".utf8))
    }

    private static func header(_ version: Unicode.Scalar, transitions: Int, types: Int) -> [UInt8] {
        let counts = [0, 0, 0, transitions, types, 1].flatMap { big(UInt64($0), 4) }
        return Array("TZif".utf8) + [UInt8(version.value)] + [UInt8](repeating: 0, count: 15) + counts
    }

    static func big(_ value: UInt64, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}

/// `2026-11-25T22:49:51Z` in tests.
func at(_ text: String) -> Timestamp { Timestamp(rfc3339: text)! }

/// `2026-11-25 22:49` or with seconds, on any wall.
func wall(_ text: String) -> LocalTime {
    let seconds = text.count == 16 ? ":00" : ""
    return LocalTime(seconds: at(text.replacing(" ", with: "T") + seconds + "Z").secondsSince1970)
}

func day(_ text: String) -> LocalDay { wall(text + " 00:00").day }
