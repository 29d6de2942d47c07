import Database
import Synchronization

/// Writes pieces of one kind: the first at once, and then, together in one transaction, all that arrive while it is being
/// written. There is no timer, so a single piece takes no longer.
///
/// If a piece cannot be stored, or waits for a lock, the others share its fate only once: then each is written separately, and no
/// other piece waits for it.
final class GroupCommit<Piece: Sendable, Outcome: Sendable>: Sendable {
    /// The most pieces in one transaction.
    private static var most: Int { 64 }

    private let write: @Sendable ([Piece]) async throws -> [Outcome]
    private let state = Mutex(Waiting<Piece, Outcome>())

    /// - Parameter write: writes all of the pieces or none; returns the result for each, in order.
    init(_ write: @escaping @Sendable ([Piece]) async throws -> [Outcome]) { self.write = write }

    /// Returns once the piece is written; throws when it was not. A cancelled caller does not learn whether it was.
    func commit(_ piece: Piece) async throws -> Outcome {
        let ticket = state.withLock { $0.nextTicket() }
        return try await withTaskCancellationHandler {
            try await withCheckedContinuation { (waiter: CheckedContinuation<Result<Outcome, any Error>, Never>) in
                switch state.withLock({ $0.add(piece, ticket, waiter) }) {
                case .isCancelled: waiter.resume(returning: .failure(CancellationError()))
                case .isTaken: break
                // A separate task, because it also writes the pieces of others; it ends when nothing waits.
                case .isFirst: Task { await writeAll() }
                }
            }.get()
        } onCancel: {
            let (waiter, abandoned) = state.withLock { $0.cancel(ticket) }
            waiter?.resume(returning: .failure(CancellationError()))
            abandoned?.cancel()
        }
    }

    /// Pieces whose writing has not begun.
    var waitingPieces: Int { state.withLock { $0.count } }

    private func writeAll() async {
        await withDiscardingTaskGroup { group in
            while let batch = state.withLock({ $0.takeBatch(upTo: Self.most) }) {
                let result = await result(of: batch)
                if case .failure(let error as StorageError) = result, error.mayConcernOne, batch.count > 1 {
                    for one in batch { group.addTask { self.tell([one], await self.result(of: [one])) } }
                } else {
                    tell(batch, result)
                }
            }
        }
    }

    private func result(of batch: [(ticket: UInt64, piece: Piece)]) async -> Result<[Outcome], any Error> {
        let write = write
        let pieces = batch.map(\.piece)
        // A separate task, so that it can be ended, and only then, when nobody waits for it any more.
        let writing = Task { try await write(pieces) }
        if state.withLock({ $0.begin(batch.map(\.ticket), writing) }) { writing.cancel() }
        let result = await writing.result
        state.withLock { $0.end(batch.map(\.ticket)) }
        return result
    }

    private func tell(_ batch: [(ticket: UInt64, piece: Piece)], _ result: Result<[Outcome], any Error>) {
        for (index, one) in batch.enumerated() {
            state.withLock { $0.take(one.ticket) }?.resume(returning: result.map { $0[index] })
        }
    }
}

/// The waiting callers and their pieces.
private struct Waiting<Piece: Sendable, Outcome: Sendable> {
    typealias Waiter = CheckedContinuation<Result<Outcome, any Error>, Never>
    typealias Writing = Task<[Outcome], any Error>

    enum Reception { case isFirst, isTaken, isCancelled }

    private var lastTicket: UInt64 = 0
    /// Tickets given out that nobody waits with yet.
    private var announced: Set<UInt64> = []
    private var cancelled: Set<UInt64> = []
    private var waiters: [UInt64: Waiter] = [:]
    private var queue: [(ticket: UInt64, piece: Piece)] = []
    private var isWriting = false
    /// The writes in progress, by each of their tickets.
    private var batches: [UInt64: (tickets: [UInt64], writing: Writing)] = [:]

    var count: Int { queue.count }

    mutating func nextTicket() -> UInt64 {
        lastTicket += 1
        announced.insert(lastTicket)
        return lastTicket
    }

    mutating func add(_ piece: Piece, _ ticket: UInt64, _ waiter: Waiter) -> Reception {
        announced.remove(ticket)
        if cancelled.remove(ticket) != nil { return .isCancelled }
        waiters[ticket] = waiter
        queue.append((ticket, piece))
        defer { isWriting = true }
        return isWriting ? .isTaken : .isFirst
    }

    /// Nil when nothing waits: then the next caller is the first again.
    mutating func takeBatch(upTo most: Int) -> [(ticket: UInt64, piece: Piece)]? {
        let batch = Array(queue.prefix(most))
        queue.removeFirst(batch.count)
        isWriting = !batch.isEmpty
        return batch.isEmpty ? nil : batch
    }

    /// Whether nobody waits for it any more.
    mutating func begin(_ tickets: [UInt64], _ writing: Writing) -> Bool {
        for ticket in tickets { batches[ticket] = (tickets, writing) }
        return tickets.allSatisfy { waiters[$0] == nil }
    }

    mutating func end(_ tickets: [UInt64]) {
        for ticket in tickets { batches[ticket] = nil }
    }

    mutating func take(_ ticket: UInt64) -> Waiter? { waiters.removeValue(forKey: ticket) }

    /// The callers to be told, and the write that nobody else waits for.
    mutating func cancel(_ ticket: UInt64) -> (Waiter?, Writing?) {
        guard let waiter = waiters.removeValue(forKey: ticket) else {
            if announced.contains(ticket) { cancelled.insert(ticket) }
            return (nil, nil)
        }
        queue.removeAll { $0.ticket == ticket }
        guard let batch = batches[ticket], batch.tickets.allSatisfy({ waiters[$0] == nil }) else {
            return (waiter, nil)
        }
        return (waiter, batch.writing)
    }
}

extension StorageError {
    /// Whether the others of a transaction may be written without the piece that made it fail.
    fileprivate var mayConcernOne: Bool { concernsOneRow || kind == .busy }
}
