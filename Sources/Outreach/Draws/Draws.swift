/// The key of an installation's draws: with another key they all come out differently.
package struct DrawKey: Hashable, Sendable {
    let low: UInt64
    let high: UInt64

    package init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// From 16 bytes; nil for any other length.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        let words = Array(bytes)
        low = words[..<8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        high = words[8...].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// The subject of a draw. Draws on different matters are independent even where the keys are equal.
package enum DrawMatter: String, CaseIterable, Sendable {
    /// The time between two mails of an account.
    case gap
    /// The longer time after several mails.
    case pause
    /// The place of a mail within the open hours.
    case place
    /// A lead's variant of a step.
    case variant
    /// The alternative in a template.
    case spintax
}

/// Reproducible chance: each draw is a keyed hash of its matter and the database's keys, so a restart, a second process, a
/// preview and a simulation agree.
package struct Draws: Sendable {
    private let key: DrawKey

    package init(key: DrawKey) { self.key = key }

    /// The draw on `matter` for the rows with these keys, whose order counts.
    package func draw(_ matter: DrawMatter, _ keys: Int64...) -> Draw {
        let bytes = keys.flatMap { key in (0..<8).map { UInt8(truncatingIfNeeded: key >> ($0 * 8)) } }
        return Draw(bits: SipHash.hash(Array(matter.rawValue.utf8) + [0] + bytes, key: key))
    }
}

/// The outcome of one draw, to be read in any of these ways.
package struct Draw: Hashable, Sendable {
    package let bits: UInt64

    package init(bits: UInt64) { self.bits = bits }

    /// From 0 up to, but not including, 1.
    package var unit: Double { Double(bits >> 11) * 0x1p-53 }

    /// A span within `range`, in whole milliseconds from its lower bound.
    package func duration(in range: ClosedRange<Duration>) -> Duration {
        let width = (range.upperBound - range.lowerBound) / .milliseconds(1)
        return range.lowerBound + .milliseconds(Int64(unit * (width.rounded(.down) + 1)))
    }

    /// A place in `weights`, with the probability of its share of their sum; weights below 1 are never drawn. nil when there
    /// is none.
    package func place(among weights: [Int]) -> Int? {
        let sum = weights.reduce(0) { $0 + UInt64(max(0, $1)) }
        guard sum > 0 else { return nil }
        var rest = bits.multipliedFullWidth(by: sum).high
        for (place, weight) in weights.enumerated() where weight > 0 {
            if rest < UInt64(weight) { return place }
            rest -= UInt64(weight)
        }
        return nil
    }
}
