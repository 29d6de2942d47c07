import Synchronization
package import Timing

/// A mail world shared by several servers and scripted people: the value `MailWorld` behind a lock, with a clock, and with
/// wake-ups for everybody who waits for a change.
///
/// It opens no port itself: see `IMAPServer`, `SubmissionServer` and, for all of them at once, `LoopbackPostOffice`.
package final class PostOffice: Sendable {
    private struct State {
        var world: MailWorld
        var watchers: [Int: Watcher] = [:]
        var nextWatcher = 0
    }

    private struct Watcher {
        /// The lower-case address whose mailboxes are watched; nil for everything.
        let user: String?
        let wake: @Sendable () -> Void
    }

    /// The clock that dates every mail.
    package let clock: any WallClock
    private let state: Mutex<State>

    package init(_ world: MailWorld = MailWorld(), clock: any WallClock = SystemWallClock()) {
        self.clock = clock
        state = Mutex(State(world: world))
    }

    /// A copy of the world as it is now.
    package var world: MailWorld { state.withLock { $0.world } }

    /// Looks at the world under the lock, without copying it. `body` must not wait.
    package func read<Result: Sendable, Failure: Error>(
        _ body: (MailWorld) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try state.withLock { state throws(Failure) in try body(state.world) }
    }

    /// Changes the world under the lock, then wakes the sessions of the users it touched. `body` must not wait.
    @discardableResult
    package func change<Result: Sendable>(
        _ body: (inout MailWorld) throws(PostOfficeError) -> Result
    ) throws(PostOfficeError) -> Result {
        let outcome = state.withLock { state -> (Swift.Result<Result, PostOfficeError>, [Watcher]) in
            let acceptedBefore = state.world.accepted.count
            let result = Swift.Result { () throws(PostOfficeError) in try body(&state.world) }
            let touched = state.world.touched
            state.world.touched = []
            guard !touched.isEmpty || state.world.accepted.count != acceptedBefore else { return (result, []) }
            return (result, state.watchers.values.filter { $0.user.map(touched.contains) ?? true })
        }
        for watcher in outcome.1 { watcher.wake() }
        return try outcome.0.get()
    }

    /// Delivers an arriving mail into a user's INBOX, now; returns its UID.
    @discardableResult
    package func deliver(
        _ bytes: [UInt8], to recipient: String, into folder: Folder = .inbox
    ) throws(PostOfficeError) -> UInt32 {
        let now = clock.now
        return try change { world throws(PostOfficeError) in
            try world.deliver(bytes, to: recipient, into: folder, at: now)
        }
    }

    /// Puts a message into a mailbox, now; returns its UID.
    @discardableResult
    package func append(
        _ bytes: [UInt8], to folder: Folder, of user: String, flags: Set<MailFlag> = []
    ) throws(PostOfficeError) -> UInt32 {
        let now = clock.now
        return try change { world throws(PostOfficeError) in
            try world.append(bytes, to: folder, of: user, flags: flags, at: now)
        }
    }

    /// The messages of a mailbox, rising by UID.
    package func messages(in folder: Folder, of user: String) throws(PostOfficeError) -> [StoredMessage] {
        try read { world throws(PostOfficeError) in try world.messages(in: folder, of: user) }
    }

    /// The flags of one message; nil when it is not there.
    package func flags(of uid: UInt32, in folder: Folder, of user: String) throws(PostOfficeError) -> Set<MailFlag>? {
        try read { world throws(PostOfficeError) in try world.flags(of: uid, in: folder, of: user) }
    }

    /// Calls `wake` after every change to the user's mailboxes (nil: to any, and after every accepted mail) until
    /// `unwatch`. It runs on the changer's thread, outside the lock, and must return at once.
    func watch(_ user: String?, wake: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.nextWatcher += 1
            state.watchers[state.nextWatcher] = Watcher(user: user?.lowercased(), wake: wake)
            return state.nextWatcher
        }
    }

    /// The number of sessions and waiters that changes wake.
    var watcherCount: Int { state.withLock { $0.watchers.count } }

    func unwatch(_ watcher: Int) {
        state.withLock { $0.watchers[watcher] = nil }
    }
}
