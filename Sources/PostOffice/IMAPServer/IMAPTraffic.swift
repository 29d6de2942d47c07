import Synchronization

/// The commands of an IMAP server's clients.
package struct IMAPTraffic: Hashable, Sendable {
    /// Commands, and the lines that end an IDLE or a login.
    package var lines = 0
    /// Batches of lines that came together and were answered together.
    package var roundTrips = 0

    package init() {}

    package static func - (later: IMAPTraffic, earlier: IMAPTraffic) -> IMAPTraffic {
        var traffic = later
        traffic.lines -= earlier.lines
        traffic.roundTrips -= earlier.roundTrips
        return traffic
    }
}

/// The same, while it grows.
final class IMAPCounts: Sendable {
    private let counted = Mutex(IMAPTraffic())

    var traffic: IMAPTraffic { counted.withLock { $0 } }

    /// - Parameter lines: that were answered at once; none while a line is incomplete.
    func add(lines: Int) {
        guard lines > 0 else { return }
        counted.withLock { traffic in
            traffic.lines += lines
            traffic.roundTrips += 1
        }
    }
}
