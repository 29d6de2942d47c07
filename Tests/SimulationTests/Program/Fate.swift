import Database
import Storage
import Synchronization

/// What a dead process gets for everything it still tries.
struct ProcessIsDead: Error {}

/// Whether a process lives, and what happens to it at each place where it could be interrupted.
///
/// All of a simulation is one thread of control: a process is interrupted only at its crossings, and whatever happens
/// meanwhile happens there and then. That is why a seed always tells the same story.
final class Fate: Sendable {
    let name: String
    private let outside: Outside
    private let state = Mutex(State())
    /// What happens elsewhere while this process stands still.
    private let meanwhile: @Sendable () async -> Void

    private struct State {
        var isAlive = true
        var onDeath: (@Sendable () -> Void)?
    }

    init(name: String, outside: Outside, meanwhile: @escaping @Sendable () async -> Void) {
        self.name = name
        self.outside = outside
        self.meanwhile = meanwhile
    }

    var isAlive: Bool { state.withLock { $0.isAlive } }

    /// One place where the process may die, or the world may go on without it.
    func cross(_ place: String, dying: Int, interrupted: Int) async throws {
        guard isAlive else { throw ProcessIsDead() }
        let event = outside.with { state -> Event in
            guard !state.isCalm else { return .nothing }
            if state.chance.happens(dying) { return .death }
            return state.depth < 2 && state.chance.happens(interrupted) ? .interruption : .nothing
        }
        switch event {
        case .nothing: break
        case .death:
            die(at: place)
            throw ProcessIsDead()
        case .interruption:
            outside.note("(\(name) stands still at \(place))")
            outside.with { $0.depth += 1 }
            await meanwhile()
            outside.with { $0.depth -= 1 }
            // It may have died there, in another of its jobs: this one ends with it.
            guard isAlive else {
                endJob()
                throw ProcessIsDead()
            }
        }
    }

    private enum Event: Sendable { case nothing, death, interruption }

    func die(at place: String) {
        outside.note("\(name) DIES at \(place)")
        state.withLock { $0.isAlive = false }
        endJob()
    }

    private func endJob() {
        let onDeath = state.withLock { state in
            defer { state.onDeath = nil }
            return state.onDeath
        }
        onDeath?()
    }

    /// Runs `work` until it ends or the process dies; in death it is left to itself: it can no longer reach anything.
    func live(_ work: @escaping @Sendable () async -> Void) async {
        guard isAlive else { return }
        let outer = state.withLock { $0.onDeath }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let end = Once(continuation)
            // A task of its own, because the work of a dead process is not waited for.
            let task = Task {
                await work()
                end.resume()
            }
            state.withLock {
                $0.onDeath = {
                    task.cancel()
                    end.resume()
                }
            }
        }
        state.withLock { $0.onDeath = outer }
    }
}

/// Resumes once, whoever comes first.
private final class Once: Sendable {
    private let continuation: Mutex<CheckedContinuation<Void, Never>?>

    init(_ continuation: CheckedContinuation<Void, Never>) { self.continuation = Mutex(continuation) }

    func resume() {
        let waiting = continuation.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        waiting?.resume()
    }
}

/// The database as a mortal process sees it: between any two transactions, and after the commit of one, it may die.
struct MortalDatabase: SQLDatabase {
    let base: SQLiteDatabase
    let fate: Fate
    /// Looks at the tables as each commit left them, before anything else happens.
    let oracle: Oracle

    var dialect: SQLDialect { base.dialect }

    func read<R: Sendable>(_ body: @Sendable (any SQLSession) async throws -> R) async throws -> R {
        guard fate.isAlive else { throw ProcessIsDead() }
        return try await base.read(body)
    }

    @discardableResult
    func transaction<R: Sendable>(_ body: @Sendable (any SQLSession) async throws -> R) async throws -> R {
        try await fate.cross("before a transaction", dying: 6, interrupted: 25)
        let result = try await base.transaction(body)
        await oracle.sawCommit()
        try await fate.cross("after a transaction", dying: 6, interrupted: 25)
        return result
    }

    func rows(_ statements: [SQL]) async throws -> [[SQLRow]] {
        guard fate.isAlive else { throw ProcessIsDead() }
        return try await base.rows(statements)
    }

    func build(_ indexes: [ConcurrentIndex]) async throws { try await base.build(indexes) }

    func missing(of indexes: [ConcurrentIndex]) async throws -> [ConcurrentIndex] {
        try await base.missing(of: indexes)
    }

    func close() async {}
}
