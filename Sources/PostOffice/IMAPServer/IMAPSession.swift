import Timing

/// One IMAP session as a pure state machine: the client's bytes and the world in, reply bytes out.
/// It implements the part of IMAP4rev1 (RFC 3501) that `IMAPCommand` lists. Everything that a session may say unasked comes from
/// `tellChanges`.
/// asked is said by `tellChanges`.
struct IMAPSession: Sendable {
    enum Expectation: Hashable, Sendable {
        case command
        case saslResponse(tag: String)
        case done(tag: String)
    }

    var reader: IMAPCommandReader
    var expectation = Expectation.command
    /// The user who is logged in.
    var user: String?
    /// The selected mailbox.
    var view: MailboxView?
    var isOver = false
    /// Lines of the client that were answered: commands, and what ends an IDLE or a login.
    private(set) var answeredLines = 0

    init(options: IMAPOptions) {
        reader = IMAPCommandReader(literalLimit: options.literalLimit)
    }

    /// The greeting (RFC 3501 section 7.1.1).
    func greeting(_ options: IMAPOptions, world: MailWorld) -> IMAPReply {
        var reply = IMAPReply()
        reply.untagged("OK [CAPABILITY \(capabilities(options, world))] Mosaic post office ready")
        return reply
    }

    /// Takes what the client sent, in whatever pieces, and answers every command that is complete.
    mutating func receive(
        _ bytes: [UInt8], world: inout MailWorld, options: IMAPOptions, now: Timestamp
    ) -> IMAPReply {
        var reply = IMAPReply()
        reader.takesNonSynchronisingLiterals = options.offers(.literalPlus)
        reader.append(bytes)
        while !isOver, let event = reader.next() {
            answeredLines += 1
            switch event {
            case .command(let command): take(command, world: &world, options: options, now: now, &reply)
            case .literalAnnounced: reply.line("+ go ahead")
            case .tooLong: reply.bye("command too long")
            }
            isOver = reply.closes
        }
        return reply
    }

    /// Changes in the selected mailbox, reported at once while idling and otherwise kept for the next command.
    mutating func tellChanges(_ world: MailWorld, options: IMAPOptions) -> IMAPReply {
        var reply = IMAPReply()
        guard case .done = expectation, !options.isDeafInIdle else { return reply }
        tell(world, allowsExpunges: true, in: &reply)
        return reply
    }

    /// Reports changes in the selected mailbox; a changed UIDVALIDITY or a vanished mailbox ends the session.
    mutating func tell(
        _ world: MailWorld, allowsExpunges: Bool, silencing uids: Set<UInt32> = [], in reply: inout IMAPReply
    ) {
        guard let view, let user else { return }
        guard let mailbox = try? world.mailbox(.named(view.name), of: user), mailbox.uidValidity == view.uidValidity
        else {
            isOver = true
            return reply.bye("the mailbox was rebuilt: select it again")
        }
        self.view?.tell(mailbox, allowsExpunges: allowsExpunges, silencing: uids, in: &reply)
    }

    func capabilities(_ options: IMAPOptions, _ world: MailWorld) -> String {
        let offered = IMAPExtension.allCases.filter { options.offers($0) && ($0 != .gmail || world.style.isGmail) }
        return (["IMAP4rev1", "AUTH=PLAIN"] + offered.map(\.rawValue)).joined(separator: " ")
    }

    private mutating func take(
        _ bytes: [UInt8], world: inout MailWorld, options: IMAPOptions, now: Timestamp, _ reply: inout IMAPReply
    ) {
        switch expectation {
        case .saslResponse(let tag):
            expectation = .command
            authenticate(tag, response: bytes, world, options, &reply)
        case .done(let tag):
            expectation = .command
            let isDone = Ascii.equal(String(decoding: bytes, as: UTF8.self), "DONE")
            isDone ? reply.ok(tag, "IDLE ended") : reply.bad(tag, "expected DONE")
        case .command:
            takeCommand(bytes, world: &world, options: options, now: now, &reply)
        }
    }

    private mutating func takeCommand(
        _ bytes: [UInt8], world: inout MailWorld, options: IMAPOptions, now: Timestamp, _ reply: inout IMAPReply
    ) {
        let (tag, parsed) = IMAPCommandParser.parse(bytes)
        switch parsed {
        case .failure(let error):
            reply.bad(tag, error.reason)
        case .success(let command):
            switch options.fault(of: bytes) {
            case .granted(let text): return reply.ok(tag, text)
            case .refused(let text): return reply.no(tag, text)
            case .notUnderstood(let text): return reply.bad(tag, text)
            case .dropped:
                reply.closes = true
                return
            case nil: break
            }
            if let needed = command.neededExtension, !isOffered(needed, options, world) {
                return reply.bad(tag, "\(needed.rawValue) is not offered")
            }
            perform(command, tag, world: &world, options: options, now: now, &reply)
        }
    }

    private func isOffered(_ needed: IMAPExtension, _ options: IMAPOptions, _ world: MailWorld) -> Bool {
        options.offers(needed) && (needed != .gmail || world.style.isGmail)
    }
}
