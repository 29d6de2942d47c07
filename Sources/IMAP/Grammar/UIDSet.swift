/// A set of UIDs as ranges, the last of which may be open: `1:5,7,9:*`.
///
/// **The `n:*` trap.** `*` means "the largest UID in the mailbox", and a range may run backwards, so a server asked for
/// `n:*` in a mailbox whose last UID is below `n` answers with that last message (RFC 9051 section 6.4.9). `fetch` drops
/// what `contains` denies; `search` results are filtered the same way.
public struct UIDSet: Hashable, Sendable {
    /// One run of UIDs. `last == nil` is the open end `*`.
    public struct Run: Hashable, Sendable {
        public let first: UID
        public let last: UID?

        var upperBound: UID { last ?? .last }
    }

    /// Sorted, not overlapping, not touching.
    public private(set) var runs: [Run]

    public init() { runs = [] }
    public init(_ uid: UID) { runs = [Run(first: uid, last: uid)] }
    public init(_ range: ClosedRange<UID>) { runs = [Run(first: range.lowerBound, last: range.upperBound)] }

    /// Everything from `uid` upwards: `uid:*`.
    public init(from uid: UID) { runs = [Run(first: uid, last: nil)] }

    /// The given UIDs, in any order.
    public init(_ uids: some Sequence<UID>) {
        self.init(runs: uids.map { Run(first: $0, last: $0) })
    }

    init(runs: [Run]) {
        self.runs = []
        for run in runs.sorted(by: { $0.first < $1.first }) { append(run) }
    }

    /// Every message of the mailbox: `1:*`.
    public static let all = UIDSet(from: .first)

    public var isEmpty: Bool { runs.isEmpty }

    public func union(_ other: UIDSet) -> UIDSet { UIDSet(runs: runs + other.runs) }

    /// Whether the set names this UID. An open run contains everything from its start.
    public func contains(_ uid: UID) -> Bool {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].upperBound < uid { low = middle + 1 } else { high = middle }
        }
        return low < runs.count && runs[low].first <= uid
    }

    /// Runs arrive sorted by their start.
    private mutating func append(_ run: Run) {
        guard let previous = runs.last, previous.last == nil || run.first <= previous.upperBound.next ?? .last else {
            runs.append(run)
            return
        }
        let open = previous.last == nil || run.last == nil
        runs[runs.count - 1] = Run(first: previous.first, last: open ? nil : max(previous.upperBound, run.upperBound))
    }
}

extension UIDSet: CustomStringConvertible {
    /// The `sequence-set` of RFC 9051; empty for the empty set, which no command may send.
    public var description: String { runs.map(\.description).joined(separator: ",") }

    /// The set in parts of which each fits a command line of a conservative server (RFC 2683 section 3.2.1.5 asks for 8,000).
    func chunks(octets: Int = 7_000) -> [UIDSet] {
        var chunks: [UIDSet] = []
        var current = UIDSet()
        var length = 0
        for run in runs {
            let octetsOfRun = run.description.utf8.count + 1
            if length + octetsOfRun > octets, !current.isEmpty {
                chunks.append(current)
                current = UIDSet()
                length = 0
            }
            current.runs.append(run)
            length += octetsOfRun
        }
        if !current.isEmpty { chunks.append(current) }
        return chunks
    }
}

extension UIDSet.Run: CustomStringConvertible {
    public var description: String {
        guard let last else { return "\(first):*" }
        return first == last ? "\(first)" : "\(first):\(last)"
    }
}
