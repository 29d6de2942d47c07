import Timing

/// Which command is allowed in which state (RFC 3501 section 3), and who performs it.
extension IMAPSession {
    mutating func perform(
        _ command: IMAPCommand, _ tag: String, world: inout MailWorld, options: IMAPOptions, now: Timestamp,
        _ reply: inout IMAPReply
    ) {
        switch command {
        case .capability:
            reply.untagged("CAPABILITY \(capabilities(options, world))")
            reply.ok(tag, "done")
        case .logout:
            reply.bye("see you")
            reply.ok(tag, "logged out")
        case .id:
            reply.untagged("ID (\"name\" \"Mosaic post office\")")
            reply.ok(tag, "done")
        case .noop:
            tell(world, allowsExpunges: true, in: &reply)
            if !isOver { reply.ok(tag, "done") }
        case .login(let name, let password):
            logIn(tag, name: name, password: password, world, options, &reply)
        case .authenticatePlain(let response):
            startAuthentication(tag, response, world, options, &reply)
        default:
            guard let user else { return reply.bad(tag, "log in first") }
            performAuthenticated(command, tag, user, world: &world, options: options, now: now, &reply)
        }
    }

    private mutating func performAuthenticated(
        _ command: IMAPCommand, _ tag: String, _ user: String, world: inout MailWorld, options: IMAPOptions,
        now: Timestamp, _ reply: inout IMAPReply
    ) {
        switch command {
        case .list(let reference, let pattern, let onlySpecialUse, let status):
            list("LIST", tag, reference + pattern, onlySpecialUse, status, world, options, &reply)
        case .lsub(let reference, let pattern):
            list("LSUB", tag, reference + pattern, false, [], world, options, &reply)
        case .namespace:
            reply.untagged("NAMESPACE ((\"\" \"/\")) NIL NIL")
            reply.ok(tag, "done")
        case .create(let name):
            create(tag, name, user, &world, &reply)
        case .subscribe:
            reply.ok(tag, "done")
        case .select(let name, let readOnly):
            select(tag, name, readOnly: readOnly, world, options, &reply)
        case .status(let name, let items):
            status(tag, name, items.filter { !options.untoldStates.contains($0) }, world, &reply)
        case .append(let name, let flags, let date, let bytes):
            append(tag, bytes, to: name, flags, at: date ?? now, &world, options, &reply)
        case .idle:
            expectation = .done(tag: tag)
            reply.line("+ idling")
            if !options.isDeafInIdle { tell(world, allowsExpunges: true, in: &reply) }
        default:
            guard let view else { return reply.bad(tag, "select a mailbox first") }
            performSelected(command, tag, view, world: &world, options: options, &reply)
        }
    }

    private mutating func performSelected(
        _ command: IMAPCommand, _ tag: String, _ view: MailboxView, world: inout MailWorld, options: IMAPOptions,
        _ reply: inout IMAPReply
    ) {
        // Earlier changes are reported first, so that the command meets an up-to-date view.
        tell(world, allowsExpunges: command.allowsExpunges, in: &reply)
        guard !isOver else { return }
        if view.isReadOnly, command.changesMailbox { return reply.no(tag, "[READ-ONLY] the mailbox was examined") }
        switch command {
        case .check: reply.ok(tag, "done")
        case .close: close(tag, expunges: !view.isReadOnly, &world, &reply)
        case .unselect: close(tag, expunges: false, &world, &reply)
        case .expunge(let uids): expunge(tag, only: uids, &world, &reply)
        case .search(let key, let byUID): search(tag, key, byUID: byUID, world, options, &reply)
        case .fetch(let set, let items, let byUID):
            fetch(tag, set, items, byUID: byUID, &world, options, &reply)
        case .store(let set, let change, let flags, let silent, let byUID):
            store(tag, set, change, flags, silent: silent, byUID: byUID, &world, options, &reply)
        case .label(let set, let change, let names, let byUID):
            label(tag, set, change, names, byUID: byUID, &world, options, &reply)
        case .copy(let set, let target, let byUID): copy(tag, set, target, byUID: byUID, &world, options, &reply)
        case .move(let set, let target, let byUID): move(tag, set, target, byUID: byUID, &world, options, &reply)
        default: reply.bad(tag, "not in this state")
        }
    }
}

extension IMAPCommand {
    /// Whether a mailbox that was only examined refuses it.
    fileprivate var changesMailbox: Bool {
        switch self {
        case .store, .label, .move, .expunge: true
        default: false
        }
    }
}
