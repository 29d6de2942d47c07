import Text

/// The server's responses.
extension ConnectionStateMachine {
    mutating func receive(_ response: Response) -> [Action] {
        switch (state, response) {
        case (.closed, _):
            return []
        case (.greeting(let id), .untagged(.status(let status))):
            return greeted(status, id)
        case (.greeting, _):
            return fail(.protocolViolation("no greeting"))
        case (.securing, _):
            return fail(.protocolViolation("clear text after STARTTLS"))
        case (_, .untagged(let untagged)):
            return receive(untagged)
        case (.running(let running), .tagged(let tag, let status)) where tag == running.tag:
            return ended(running, status)
        case (.running, .tagged(let tag, let status)) where following.contains { $0.tag == tag }:
            return endedAhead(tag, status)
        case (.running(let running), .continuation):
            return continued(running)
        // DONE crossed the end of an IDLE that the server ended by itself: it was taken for the name of a command.
        case (_, .tagged("DONE", let status)) where status.condition == .bad:
            return []
        case (.ready, .tagged), (.running, .tagged):
            return fail(.protocolViolation("an answer to a command that was not sent"))
        case (.ready, .continuation):
            return fail(.protocolViolation("a continuation request nobody waits for"))
        }
    }

    private mutating func greeted(_ status: StatusResponse, _ id: CommandID) -> [Action] {
        switch status.condition {
        case .ok, .preauth:
            state = .ready
            return capabilities(in: status) + [.finish(id, .success(.ok(status))), .stopWatching] + startNext()
        case .bye:
            return fail(.bye(status.text))
        case .no, .bad:
            return fail(.protocolViolation("a greeting that is neither OK, PREAUTH nor BYE"))
        }
    }

    private mutating func receive(_ untagged: UntaggedResponse) -> [Action] {
        var actions: [Action] = []
        switch untagged {
        case .status(let status) where status.condition == .bye:
            byeText = status.text
            if case .running(let running) = state, running.command.kind == .logout { break }
            return fail(.bye(status.text))
        case .status(let status):
            actions += capabilities(in: status)
        case .capability(let capabilities):
            actions.append(.capabilities(capabilities))
        case .enabled(let enabled) where enabled.contains(.utf8Accept):
            actions.append(.utf8Accepted)
        default: break
        }
        guard case .running(let first) = state else {
            if untagged.isNews { hasNews = true }
            return actions
        }
        let running = addressee(of: untagged, first)
        if untagged.isNews(during: running.command.kind) {
            guard running.command.kind == .idle else {
                hasNews = true
                return actions
            }
            if case .ending(let outcome) = running.idle, outcome != .changed { hasNews = true }
            return actions + endIdle(.changed)
        }
        if !running.isAbandoned { actions.append(.deliver(running.id, untagged)) }
        return actions
    }

    /// Which of the written commands it answers: a server may begin with one before it has finished the previous one.
    private func addressee(of untagged: UntaggedResponse, _ running: Running) -> Running {
        guard !following.isEmpty else { return running }
        // The server may answer the second of two searches first, and names the one it answers (RFC 4731 section 3.1).
        if case .extendedSearch(let result) = untagged, let tag = result.tag {
            return following.first { $0.tag == tag } ?? running
        }
        guard !untagged.answers(running.command.kind) else { return running }
        return following.first { untagged.answers($0.command.kind) } ?? running
    }

    private mutating func continued(_ running: Running) -> [Action] {
        var running = running
        if running.nextSegment < running.command.segments.count {
            let segment = running.command.segments[running.nextSegment]
            running.nextSegment += 1
            state = .running(running)
            return [.write(segment)]
        }
        switch (running.command.kind, running.idle) {
        case (.idle, .requested(let ending?)):
            return sendDone(running, ending)
        case (.idle, .requested(ending: nil)):
            running.idle = .idling
            state = .running(running)
            return running.isAbandoned ? [] : [.stopWatching, .scheduleIdleEnd(running.id)]
        case (.authenticate(let acknowledgement), _):
            return [.write(Array(acknowledgement.utf8) + [ASCII.carriageReturn, ASCII.lineFeed])]
        default:
            return fail(.protocolViolation("a continuation request nobody waits for"))
        }
    }

    /// A command of a train has ended before its turn.
    private mutating func endedAhead(_ tag: String, _ status: StatusResponse) -> [Action] {
        guard let index = following.firstIndex(where: { $0.tag == tag }) else { return [] }
        let result: Result<Completion, IMAPError>
        switch status.condition {
        case .ok: result = .success(.ok(status))
        case .no: result = .failure(.no(serverText: status.text, code: status.code))
        case .bad: result = .failure(.bad(serverText: status.text))
        case .preauth, .bye: return fail(.protocolViolation("a command ended with PREAUTH or BYE"))
        }
        let ended = following.remove(at: index)
        return capabilities(in: status) + (ended.isAbandoned ? [] : [.finish(ended.id, result)])
    }

    private mutating func ended(_ running: Running, _ status: StatusResponse) -> [Action] {
        switch status.condition {
        case .ok: break
        case .no: return finish(running, .failure(.no(serverText: status.text, code: status.code)))
        case .bad: return finish(running, .failure(.bad(serverText: status.text)))
        case .preauth, .bye: return fail(.protocolViolation("a command ended with PREAUTH or BYE"))
        }
        guard running.nextSegment == running.command.segments.count else {
            return fail(.protocolViolation("OK to a command before all of it was sent"))
        }
        let news = capabilities(in: status)
        switch (running.command.kind, running.idle) {
        case (.startTLS, _):
            state = .securing(running)
            return [.startTLS(running.id)]
        case (.idle, .ending(let outcome)), (.idle, .requested(let outcome?)):
            return news + finish(running, .success(.idled(outcome)))
        case (.idle, _):
            return news + finish(running, .success(.idled(.ended)))
        default:
            return news + finish(running, .success(.ok(status)))
        }
    }
}

extension UntaggedResponse {
    /// Whether it reports a change in the mailbox.
    fileprivate var isNews: Bool {
        switch self {
        case .exists, .expunge, .fetch: true
        default: false
        }
    }

    /// Whether only a command of this kind asks for it.
    fileprivate func answers(_ kind: Command.Kind) -> Bool {
        switch (self, kind) {
        case (.fetch, .fetch), (.search, .search), (.extendedSearch, .search), (.list, .list), (.mailboxStatus, .list):
            true
        default: false
        }
    }

    fileprivate func isNews(during kind: Command.Kind) -> Bool {
        switch (kind, self) {
        case (.select, _), (.fetch, .fetch), (.expunge, .expunge): false
        default: isNews
        }
    }
}
