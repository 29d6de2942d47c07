import Database
import Synchronization
import Testing

@testable import Engine

/// What is written together, and what one piece does to the others.
@Suite struct GroupCommitTests {
    /// A writer that is told what to do by the words it is given.
    private final class Writer: Sendable {
        private let state = Mutex<(batches: [[String]], held: [CheckedContinuation<Void, Never>])>(([], []))

        var batches: [[String]] { state.withLock { $0.batches } }

        /// Refuses batches with "bad" in them, does not get past somebody's lock on "locked" unless it is alone and let go,
        /// and holds "slow" until then.
        func write(_ pieces: [String]) async throws -> [String] {
            state.withLock { $0.batches.append(pieces) }
            if pieces.contains("bad") { throw StorageError(.checkViolation(constraint: "words"), "a bad word") }
            if pieces.contains("locked"), pieces.count > 1 { throw StorageError(.busy, "somebody holds it") }
            if pieces.contains("slow") || pieces.contains("locked") {
                await withCheckedContinuation { continuation in state.withLock { $0.held.append(continuation) } }
            }
            if Task.isCancelled { throw CancellationError() }
            return pieces.map { "\($0)!" }
        }

        /// Waits until something is held.
        func letGo() async {
            while state.withLock({ $0.held.isEmpty }) { await Task.yield() }
            let held = state.withLock { state in
                defer { state.held = [] }
                return state.held
            }
            for one in held { one.resume() }
        }

        func waits(for count: Int) async { while batches.count < count { await Task.yield() } }
    }

    private typealias Group = GroupCommit<String, String>

    /// "slow" is being written, and these wait behind it in their order.
    private func queued(_ words: [String], _ group: Group, _ writer: Writer) async -> [Task<String, any Error>] {
        let slow = Task { try await group.commit("slow") }
        await writer.waits(for: 1)
        var tasks = [slow]
        for (place, word) in words.enumerated() {
            tasks.append(Task { try await group.commit(word) })
            while group.waitingPieces < place + 1 { await Task.yield() }
        }
        return tasks
    }

    @Test func theFirstIsWrittenAtOnceAndTogetherWhatComesMeanwhile() async throws {
        let writer = Writer()
        let group = Group { try await writer.write($0) }
        let tasks = await queued(["a", "b", "c"], group, writer)
        await writer.letGo()
        var outcomes: [String] = []
        for task in tasks { outcomes.append(try await task.value) }
        #expect(outcomes == ["slow!", "a!", "b!", "c!"])
        #expect(writer.batches == [["slow"], ["a", "b", "c"]])
    }

    @Test func aPieceThatCannotBeStoredTakesNoOtherWithIt() async throws {
        let writer = Writer()
        let group = Group { try await writer.write($0) }
        let tasks = await queued(["a", "bad", "c"], group, writer)
        await writer.letGo()
        #expect(try await tasks[1].value == "a!")
        await #expect(throws: StorageError.self) { try await tasks[2].value }
        #expect(try await tasks[3].value == "c!")
    }

    @Test func nobodyWaitsForAPieceThatWaitsForALock() async throws {
        let writer = Writer()
        let group = Group { try await writer.write($0) }
        let tasks = await queued(["a", "locked"], group, writer)
        await writer.letGo()
        #expect(try await tasks[1].value == "a!")
        // It waits still, and what comes is written.
        #expect(try await group.commit("d") == "d!")
        await writer.letGo()
        #expect(try await tasks[2].value == "locked!")
    }

    @Test func whoeverIsCancelledLeavesAtOnceAndTheOthersAreWritten() async throws {
        let writer = Writer()
        let group = Group { try await writer.write($0) }
        let tasks = await queued(["a", "b"], group, writer)
        tasks[1].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[1].value }
        await writer.letGo()
        #expect(try await tasks[2].value == "b!")
        #expect(writer.batches == [["slow"], ["b"]])
    }

    @Test func whatNobodyWaitsForAnyMoreIsCancelled() async throws {
        let writer = Writer()
        let group = Group { try await writer.write($0) }
        let tasks = await queued([], group, writer)
        tasks[0].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[0].value }
        await writer.letGo()
        #expect(try await group.commit("next") == "next!")
    }
}
