import CLibPQ

/// The state of a connection. Events go in and effects come out; nothing here waits or calls back.
struct Session: ~Copyable {
    /// The owner's next action, once it has released the lock.
    struct Effects {
        var finished: [@Sendable () -> Void] = []
        var mustWrite = false
        var hasDied = false
        var nextDeadline: ContinuousClock.Instant?
        var cancellation: CancelRequest?
    }

    private var handle: PQHandle?
    private var prepared = PreparedStatements()
    private var running: Operation?
    private var waiting: [Operation] = []
    private var death: PostgresError?

    init(_ handle: consuming PQHandle) { self.handle = consume handle }

    var isAlive: Bool { death == nil }

    /// Alive, with nothing running and no transaction open: may be lent to another caller.
    var isClean: Bool {
        guard death == nil, running == nil, waiting.isEmpty else { return false }
        return pointer.map(PQHandle.isIdleOutsideTransaction) ?? false
    }

    /// Frees the connection, once its socket is watched no more.
    mutating func release() { handle = nil }

    mutating func submit(_ operation: Operation) -> Effects {
        var effects = Effects()
        if let death {
            effects.finish(operation, .failure(death))
        } else {
            waiting.append(operation)
            startNext(&effects)
        }
        return effects
    }

    /// The socket has bytes, or has ended.
    mutating func readable() -> Effects {
        var effects = Effects()
        guard isAlive, let pointer else { return effects }
        guard PQconsumeInput(pointer) == 1 else {
            die(&effects, because: errorMessage)
            return effects
        }
        collect(&effects)
        return effects
    }

    /// The socket accepts bytes again. libpq must read as well, otherwise both sides could wait for each other.
    mutating func writable() -> Effects {
        var effects = readable()
        if isAlive { flush(&effects) }
        return effects
    }

    mutating func timeIs(_ now: ContinuousClock.Instant) -> Effects {
        var effects = Effects()
        if let running, running.deadline <= now {
            let error = PostgresError(
                .deadline,
                """
                a statement took longer than \(running.timeout) and was cancelled: \
                is the database overloaded or a lock held?
                """
            )
            abandon(running, error, &effects)
        } else {
            effects.nextDeadline = running?.deadline
        }
        return effects
    }

    /// The task that waits for `id` was cancelled. A commit that was sent is allowed to end.
    mutating func cancel(_ id: UInt64) -> Effects {
        var effects = Effects()
        if let index = waiting.firstIndex(where: { $0.id == id }) {
            effects.finish(waiting.remove(at: index), .failure(.taskCancelled))
        } else if let running, running.id == id, running.effect == .undoable {
            abandon(running, .taskCancelled, &effects)
        }
        return effects
    }

    mutating func close() -> Effects {
        var effects = Effects()
        die(&effects, because: "it was closed by this program", leaving: .connectionClosed)
        return effects
    }
}

extension Session {
    /// Gives up a running operation and the connection: a late PQcancel could hit the next operation on it.
    private mutating func abandon(_ operation: Operation, _ error: PostgresError, _ effects: inout Effects) {
        running = nil
        if operation.effect == .undoable {
            effects.finish(operation, .failure(error))
            effects.cancellation = pointer.flatMap { PQgetCancel($0) }.map(CancelRequest.init)
        } else {
            effects.finish(operation, operation.outcome(lostBecause: "no answer within \(operation.timeout)"))
        }
        die(&effects, because: "an earlier statement on this connection was cancelled")
    }

    private mutating func die(_ effects: inout Effects, because reason: String, leaving error: PostgresError? = nil) {
        guard isAlive else { return }
        death = error ?? PostgresError(.connectionLost, "the connection to PostgreSQL broke: try again (\(reason))")
        effects.hasDied = true
        if let running { effects.finish(running, running.outcome(lostBecause: reason)) }
        running = nil
        for operation in waiting { effects.finish(operation, .failure(death!)) }
        waiting = []
    }

    private var pointer: OpaquePointer? {
        switch handle {
        case .some(let handle): handle.pointer
        case .none: nil
        }
    }

    private var errorMessage: String { pointer.map { PQHandle.oneLine(PQerrorMessage($0)) } ?? "" }

    private mutating func flush(_ effects: inout Effects) {
        guard let pointer else { return }
        switch PQflush(pointer) {
        case 0: break
        case 1: effects.mustWrite = true
        default: die(&effects, because: errorMessage)
        }
    }
}

// Sending.
extension Session {
    private mutating func startNext(_ effects: inout Effects) {
        while running == nil, isAlive, !waiting.isEmpty {
            var operation = waiting.removeFirst()
            do {
                let wasSent = try send(&operation)
                running = operation
                effects.nextDeadline = operation.deadline
                if wasSent { flush(&effects) } else { die(&effects, because: errorMessage) }
            } catch {
                effects.finish(operation, .failure(error))
            }
        }
    }

    /// False when libpq did not accept it, which happens only on a broken connection.
    private mutating func send(_ operation: inout Operation) throws(PostgresError) -> Bool {
        switch operation.work {
        case .statements(let statements): try send(statements, &operation)
        case .script(let text): send(script: text, &operation)
        }
    }

    private mutating func send(
        _ statements: [PostgresStatement], _ operation: inout Operation
    ) throws(PostgresError) -> Bool {
        // All are checked before the first is sent, so that a refused value leaves the connection clean.
        var blocks: [ParameterBlock] = []
        for statement in statements { blocks.append(try ParameterBlock(statement.parameters)) }
        for (statement, block) in zip(statements, blocks) {
            guard send(statement, block, &operation) else { return false }
        }
        guard let pointer else { return false }
        return PQpipelineSync(pointer) == 1
    }

    private mutating func send(
        _ statement: PostgresStatement, _ block: ParameterBlock, _ operation: inout Operation
    ) -> Bool {
        let plan = prepared.plan(PreparedStatements.Key(text: statement.text, types: block.types))
        if let evicted = plan.evicted {
            operation.steps.append(.deallocate)
            guard handle?.sendOnce("DEALLOCATE \(evicted)") ?? false else { return false }
        }
        if plan.mustPrepare {
            operation.steps.append(.prepare(name: plan.name))
            guard handle?.sendPrepare(plan.name, statement.text, block.types) ?? false else { return false }
        }
        operation.steps.append(.execute)
        return handle?.sendExecute(plan.name, block) ?? false
    }

    /// Several statements in one text use the simple protocol, which pipeline mode does not support.
    private mutating func send(script: String, _ operation: inout Operation) -> Bool {
        guard let pointer else { return false }
        operation.steps = [.script]
        return PQexitPipelineMode(pointer) == 1 && PQsendQuery(pointer, script) == 1
    }
}

// Receiving.
extension Session {
    private mutating func collect(_ effects: inout Effects) {
        while isAlive, let pointer, running != nil, PQisBusy(pointer) == 0 {
            if let next = PQgetResult(pointer) {
                receive(PQResult(next), &effects)
            } else if case .script? = running?.steps.first {
                finishScript(&effects)
            } else if PQstatus(pointer) == CONNECTION_BAD {
                die(&effects, because: errorMessage)
            }
            // In pipeline mode a NULL only stands between two statements' results.
        }
        if isAlive, running == nil, pointer.map(PQHandle.isBad) ?? true { die(&effects, because: errorMessage) }
    }

    private mutating func receive(_ result: consuming PQResult, _ effects: inout Effects) {
        switch result.status {
        case PGRES_PIPELINE_SYNC: finish(&effects)
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: succeed(result)
        case PGRES_PIPELINE_ABORTED: skip()
        case PGRES_FATAL_ERROR: fail(result, &effects)
        default:
            // COPY and its like leave the protocol in a state this client does not speak.
            running?.failure = PostgresError(
                .invalid, "a statement answered with \(result.status): COPY is not supported")
            die(&effects, because: "an unsupported answer")
        }
    }

    private mutating func succeed(_ result: borrowing PQResult) {
        switch running?.steps.first {
        case .script?: return
        default: if case .execute? = running?.takeStep() { running?.results.append(result.copy()) }
        }
    }

    private mutating func skip() {
        if case .prepare(let name)? = running?.takeStep() { prepared.forget(name) }
    }

    private mutating func fail(_ result: borrowing PQResult, _ effects: inout Effects) {
        let error = result.error()
        if result.endsSession || (pointer.map(PQHandle.isBad) ?? true) {
            die(&effects, because: error.description)
            return
        }
        skip()
        if error.isStalePlan { prepared = PreparedStatements(continuing: prepared) }
        if running?.failure == nil { running?.failure = error }
    }

    private mutating func finish(_ effects: inout Effects) {
        if let operation = running { effects.finish(operation, operation.outcome) }
        running = nil
        startNext(&effects)
    }

    private mutating func finishScript(_ effects: inout Effects) {
        guard let pointer, PQenterPipelineMode(pointer) == 1 else {
            return die(&effects, because: errorMessage)
        }
        finish(&effects)
    }
}

extension Session.Effects {
    mutating func finish(_ operation: Operation, _ outcome: Operation.Outcome) {
        finished.append { operation.done(outcome) }
    }
}
