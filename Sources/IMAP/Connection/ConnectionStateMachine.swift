/// Everything an IMAP client decides about one connection: whose turn it is, what a response belongs to, when to hang up.
///
/// Pure: it is told what happened and returns what to do. One command runs at a time, the others wait in order; a
/// command that waits behind IDLE ends the IDLE. Commands of one train are written together, and take their turns.
///
///     greeting ─► ready ◄─► running ─► securing (STARTTLS) ─► ready;   any ─► closed
struct ConnectionStateMachine: ~Copyable {
    enum Action: Equatable {
        case write([UInt8])
        /// An untagged response that belongs to the running command.
        case deliver(CommandID, UntaggedResponse)
        case finish(CommandID, Result<Completion, IMAPError>)
        /// The server agreed to STARTTLS: check that nothing was sent ahead, then start the handshake.
        case startTLS(CommandID)
        /// Start the clock of a command, replacing its former one.
        case watch(CommandID, Command.Patience)
        /// Start the clock that ends an IDLE.
        case scheduleIdleEnd(CommandID)
        case stopWatching
        case capabilities(CapabilitySet)
        case utf8Accepted
        case close
    }

    enum IdlePhase: Hashable {
        /// IDLE was sent; `+` has not come.
        case requested(ending: IdleOutcome?)
        case idling
        /// DONE was sent; the tagged OK has not come.
        case ending(IdleOutcome)
    }

    /// Commands that are written together (RFC 9051 section 5.5).
    typealias Train = [(id: CommandID, command: Command)]

    struct Running {
        let id: CommandID
        let command: Command
        let tag: String
        var nextSegment = 1
        var idle = IdlePhase.requested(ending: nil)
        /// Its caller has gone; the answer is awaited only to keep the conversation in step.
        var isAbandoned = false
    }

    enum State {
        case greeting(CommandID)
        case ready
        case running(Running)
        /// STARTTLS was granted; the handshake is not over. Not one clear byte may come.
        case securing(Running)
        case closed(IMAPError)
    }

    var state: State
    /// Written together with the running command; the server answers them after it.
    var following: [Running] = []
    var waiting: [Train] = []
    private var lastTag: UInt64 = 0
    /// News about the mailbox that no IDLE has reported yet.
    var hasNews = false
    var interruptsNextIdle = false
    var byeText: String?

    /// The greeting is awaited like the answer to a command.
    init(greeting: CommandID) { state = .greeting(greeting) }

    var isClosed: Bool {
        if case .closed = state { true } else { false }
    }
}

// MARK: What the caller wants

extension ConnectionStateMachine {
    mutating func submit(_ command: Command, id: CommandID) -> [Action] { submit([(id, command)]) }

    /// - Parameter train: more than one only if each can be written before the previous ones are answered.
    mutating func submit(_ train: Train) -> [Action] {
        precondition(train.count == 1 || train.allSatisfy { $0.command.segments.count == 1 }, "a train does not wait")
        switch state {
        case .closed(let error):
            return train.map { .finish($0.id, .failure(error)) }
        case .ready:
            return start(train)
        case .greeting, .securing:
            waiting.append(train)
            return []
        case .running:
            waiting.append(train)
            return endIdle(.interrupted)
        }
    }

    /// The running IDLE, or otherwise the next one, returns `.interrupted`.
    mutating func interruptIdle() -> [Action] {
        guard case .running(let running) = state, running.command.kind == .idle, !running.isAbandoned else {
            interruptsNextIdle = true
            return []
        }
        return endIdle(.interrupted)
    }

    mutating func idleTimeIsOver(_ id: CommandID) -> [Action] {
        guard case .running(let running) = state, running.id == id else { return [] }
        return endIdle(.timedOut)
    }

    /// The caller's task was cancelled. What has not been sent is forgotten, an IDLE is ended in order, and anything else
    /// in flight costs the connection: its state at the server is unknown.
    mutating func cancel(_ id: CommandID) -> [Action] {
        if let position = waiting.firstIndex(where: { $0.contains { $0.id == id } }) {
            return waiting.remove(at: position).map { .finish($0.id, .failure(.cancelled)) }
        }
        if following.contains(where: { $0.id == id && !$0.isAbandoned }) { return fail(.cancelled, others: .closed) }
        switch state {
        case .running(var running) where running.id == id && running.command.kind == .idle && !running.isAbandoned:
            running.isAbandoned = true
            state = .running(running)
            return [.finish(id, .failure(.cancelled))] + endIdle(.interrupted)
        case .running(let running) where running.id == id && !running.isAbandoned,
            .securing(let running) where running.id == id:
            return fail(.cancelled, others: .closed)
        case .greeting(id):
            return fail(.cancelled, others: .closed)
        default:
            return []
        }
    }

    /// The caller wants no more results; the rest of the answer is read and dropped.
    mutating func abandon(_ id: CommandID) -> [Action] {
        for index in following.indices where following[index].id == id { following[index].isAbandoned = true }
        guard case .running(var running) = state, running.id == id, !running.isAbandoned else { return [] }
        running.isAbandoned = true
        state = .running(running)
        return []
    }

    mutating func deadlinePassed(_ id: CommandID) -> [Action] {
        switch state {
        case .running(let running) where running.id == id, .securing(let running) where running.id == id:
            return fail(.timedOut(command: running.command.name), others: .closed)
        case .greeting(id):
            return fail(.timedOut(command: "the connection"), others: .closed)
        default:
            return []
        }
    }

    /// The TLS handshake that STARTTLS began is over. Anything the server said before in clear text is void.
    mutating func secured() -> [Action] {
        guard case .securing(let running) = state else { return [] }
        hasNews = false
        return finish(running, .success(.ok(StatusResponse(condition: .ok, text: ""))))
    }

    /// The stream ended or broke, or we close it.
    mutating func disconnect(_ error: IMAPError) -> [Action] {
        guard !isClosed else { return [] }
        return fail(byeText.map { .bye($0) } ?? error)
    }
}

// MARK: Steps

extension ConnectionStateMachine {
    mutating func start(_ train: Train) -> [Action] {
        let first = train[0]
        switch first.command.kind {
        case .idle where hasNews:
            hasNews = false
            return [.finish(first.id, .success(.idled(.changed)))]
        case .idle where interruptsNextIdle:
            interruptsNextIdle = false
            return [.finish(first.id, .success(.idled(.interrupted)))]
        case .select:
            hasNews = false
        default: break
        }
        var bytes: [UInt8] = []
        for (id, command) in train {
            lastTag += 1
            let running = Running(id: id, command: command, tag: "A\(lastTag)")
            bytes += Array("\(running.tag) ".utf8) + command.segments[0]
            following.append(running)
        }
        return [.write(bytes)] + takeTurn()
    }

    /// The next written command is the one that the server answers now.
    private mutating func takeTurn() -> [Action] {
        let next = following.removeFirst()
        // News announced before it began is in its answer.
        if next.command.showsAllNews { hasNews = false }
        state = .running(next)
        return [.watch(next.id, next.command.patience)]
    }

    mutating func startNext() -> [Action] {
        var actions: [Action] = []
        while case .ready = state, !waiting.isEmpty {
            actions += start(waiting.removeFirst())
        }
        return actions
    }

    mutating func finish(_ running: Running, _ result: Result<Completion, IMAPError>) -> [Action] {
        state = .ready
        let report: [Action] = running.isAbandoned ? [] : [.finish(running.id, result)]
        return [.stopWatching] + report + (following.isEmpty ? startNext() : takeTurn())
    }

    mutating func endIdle(_ outcome: IdleOutcome) -> [Action] {
        guard case .running(var running) = state, running.command.kind == .idle else { return [] }
        switch running.idle {
        case .idling:
            return sendDone(running, outcome)
        case .requested(ending: nil):
            running.idle = .requested(ending: outcome)
            state = .running(running)
            return []
        case .requested(ending: .timedOut?) where outcome == .interrupted:
            running.idle = .requested(ending: outcome)
            state = .running(running)
            return []
        case .ending(.timedOut) where outcome == .interrupted:
            // The IDLE is being renewed: an interruption must not wait for the end of the next one.
            running.idle = .ending(outcome)
            state = .running(running)
            return []
        case .requested, .ending:
            return []
        }
    }

    mutating func sendDone(_ running: Running, _ outcome: IdleOutcome) -> [Action] {
        var running = running
        running.idle = .ending(outcome)
        state = .running(running)
        return [.write(Array("DONE\r\n".utf8)), .watch(running.id, running.command.patience)]
    }

    func capabilities(in status: StatusResponse) -> [Action] {
        guard case .capability(let capabilities)? = status.code else { return [] }
        return [.capabilities(capabilities)]
    }

    /// Ends the connection. Written commands fail with the reason; waiting ones with `others`, or the same.
    mutating func fail(_ error: IMAPError, others: IMAPError? = nil) -> [Action] {
        var actions: [Action] = [.stopWatching]
        switch state {
        case .greeting(let id): actions.append(.finish(id, .failure(error)))
        case .securing(let running): actions.append(.finish(running.id, .failure(error)))
        case .running(let running) where !running.isAbandoned: actions.append(.finish(running.id, .failure(error)))
        default: break
        }
        actions += following.filter { !$0.isAbandoned }.map { .finish($0.id, .failure(error)) }
        actions += waiting.joined().map { .finish($0.id, .failure(others ?? error)) }
        (following, waiting) = ([], [])
        state = .closed(others ?? error)
        return actions + [.close]
    }
}
