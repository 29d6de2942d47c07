import Timing

/// Commands about mailboxes as a whole.
extension IMAPSession {
    /// LIST and LSUB, with SPECIAL-USE attributes and STATUS (RFC 3501 section 6.3.8, RFC 6154, RFC 5819).
    func list(
        _ word: String, _ tag: String, _ pattern: String, _ onlySpecialUse: Bool, _ status: [String],
        _ world: MailWorld, _ options: IMAPOptions, _ reply: inout IMAPReply
    ) {
        guard !pattern.isEmpty else {
            reply.untagged("\(word) (\\Noselect) \"/\" \"\"")
            return reply.ok(tag, "done")
        }
        let matcher = MailboxPattern(pattern)
        if world.style.isGmail, !onlySpecialUse, matcher.matches("[Gmail]") {
            reply.untagged("\(word) (\\HasChildren \\Noselect) \"/\" \"[Gmail]\"")
        }
        for mailbox in mailboxes(world) where matcher.matches(mailbox.name) {
            let use = options.offers(.specialUse) ? mailbox.folder.specialUse : nil
            if onlySpecialUse, use == nil { continue }
            let attributes = ["\\HasNoChildren"] + (use.map { [$0] } ?? [])
            reply.untagged("\(word) (\(attributes.joined(separator: " "))) \"/\" \(mailbox.name.imapQuoted)")
            let told = options.listsWithoutStates ? [] : status.filter { !options.untoldStates.contains($0) }
            let values = told.compactMap { item in Self.statusValue(item, of: mailbox).map { "\(item) \($0)" } }
            if !values.isEmpty {
                reply.untagged("STATUS \(mailbox.name.imapQuoted) (\(values.joined(separator: " ")))")
            }
        }
        reply.ok(tag, "done")
    }

    private func mailboxes(_ world: MailWorld) -> [UserMailbox] {
        user.flatMap { world.users[$0.lowercased()] }?.mailboxes ?? []
    }

    func create(
        _ tag: String, _ name: String, _ user: String, _ world: inout MailWorld, _ reply: inout IMAPReply
    ) {
        guard !name.isEmpty, name.utf8.count <= 255, name.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) else {
            return reply.no(tag, "[CANNOT] not a mailbox name")
        }
        guard !mailboxes(world).contains(where: { $0.name == name }) else {
            return reply.no(tag, "[ALREADYEXISTS] there is one of that name")
        }
        do {
            try world.createMailbox(name, of: user)
            reply.ok(tag, "created")
        } catch {
            reply.no(tag, "\(error)")
        }
    }

    /// SELECT and EXAMINE (RFC 3501 section 6.3.1). A failed one leaves nothing selected.
    mutating func select(
        _ tag: String, _ name: String, readOnly: Bool, _ world: MailWorld, _ options: IMAPOptions,
        _ reply: inout IMAPReply
    ) {
        view = nil
        guard let mailbox = found(name, in: world) else {
            return reply.no(tag, "[NONEXISTENT] no mailbox \(name.imapQuoted)")
        }
        view = MailboxView(of: mailbox, readOnly: readOnly)
        let system = MailFlag.system.map(\.name).joined(separator: " ")
        reply.untagged("FLAGS (\(system))")
        reply.untagged("OK [PERMANENTFLAGS (\(readOnly ? "" : system + (options.keepsKeywords ? " \\*" : "")))] kept")
        reply.untagged("\(mailbox.messages.count) EXISTS")
        reply.untagged("0 RECENT")
        if let unseen = mailbox.messages.firstIndex(where: { !$0.flags.contains(.seen) }) {
            reply.untagged("OK [UNSEEN \(unseen + 1)] first unseen")
        }
        reply.untagged("OK [UIDVALIDITY \(mailbox.uidValidity)] UIDs valid")
        reply.untagged("OK [UIDNEXT \(mailbox.uidNext)] predicted next UID")
        reply.ok(tag, readOnly ? "[READ-ONLY] examined" : "[READ-WRITE] selected")
    }

    func status(
        _ tag: String, _ name: String, _ items: [String], _ world: MailWorld, _ reply: inout IMAPReply
    ) {
        guard let mailbox = found(name, in: world) else {
            return reply.no(tag, "[NONEXISTENT] no mailbox \(name.imapQuoted)")
        }
        var values: [String] = []
        for item in items {
            guard let value = Self.statusValue(item, of: mailbox) else { return reply.bad(tag, "no status \(item)") }
            values.append("\(item) \(value)")
        }
        reply.untagged("STATUS \(mailbox.name.imapQuoted) (\(values.joined(separator: " ")))")
        reply.ok(tag, "done")
    }

    private static func statusValue(_ item: String, of mailbox: UserMailbox) -> Int? {
        switch item {
        case "MESSAGES": mailbox.messages.count
        case "UIDNEXT": Int(mailbox.uidNext)
        case "UIDVALIDITY": Int(mailbox.uidValidity)
        case "UNSEEN": mailbox.messages.count { !$0.flags.contains(.seen) }
        case "RECENT": 0
        default: nil
        }
    }

    /// APPEND (RFC 3501 section 6.3.11), answered with APPENDUID (RFC 4315).
    mutating func append(
        _ tag: String, _ bytes: [UInt8], to name: String, _ flags: [MailFlag], at date: Timestamp,
        _ world: inout MailWorld, _ options: IMAPOptions, _ reply: inout IMAPReply
    ) {
        guard let user, let mailbox = found(name, in: world) else {
            return reply.no(tag, "[TRYCREATE] no mailbox \(name.imapQuoted)")
        }
        do {
            let kept = kept(flags, options)
            let uid = try world.append(bytes, to: .named(mailbox.name), of: user, flags: kept, at: date)
            tell(world, allowsExpunges: true, in: &reply)
            reply.ok(tag, options.offers(.uidPlus) ? "[APPENDUID \(mailbox.uidValidity) \(uid)] appended" : "appended")
        } catch {
            reply.no(tag, "\(error)")
        }
    }

    /// CLOSE expunges without a word; UNSELECT does not expunge.
    mutating func close(_ tag: String, expunges: Bool, _ world: inout MailWorld, _ reply: inout IMAPReply) {
        if expunges { removeDeleted(only: nil, &world) }
        view = nil
        reply.ok(tag, "closed")
    }

    /// The flags that stay: keywords only where the server keeps them.
    func kept(_ flags: [MailFlag], _ options: IMAPOptions) -> Set<MailFlag> {
        Set(flags.filter { options.keepsKeywords || !$0.isKeyword })
    }

    func found(_ name: String, in world: MailWorld) -> UserMailbox? {
        // A mailbox that does not exist is an ordinary answer here.
        user.flatMap { try? world.mailbox(.named(name), of: $0) }
    }
}

/// A LIST pattern: `*` matches anything, `%` anything but the hierarchy delimiter `/`.
struct MailboxPattern: Sendable {
    private let pattern: [UInt8]

    init(_ pattern: String) { self.pattern = Array(MailboxStyle.canonical(pattern).utf8) }

    /// Keeps the set of pattern positions reached after each byte: linear in name times pattern, no backtracking.
    func matches(_ name: String) -> Bool {
        var reached = closure([0])
        for byte in name.utf8 {
            reached = closure(Set(reached.compactMap { advance($0, over: byte) }))
        }
        return reached.contains(pattern.count)
    }

    private func advance(_ position: Int, over byte: UInt8) -> Int? {
        guard position < pattern.count else { return nil }
        switch pattern[position] {
        case UInt8(ascii: "*"): return position
        case UInt8(ascii: "%"): return byte == UInt8(ascii: "/") ? nil : position
        default: return pattern[position] == byte ? position + 1 : nil
        }
    }

    /// Wildcards also match nothing.
    private func closure(_ positions: Set<Int>) -> Set<Int> {
        var all = positions
        for start in positions {
            var position = start
            while position < pattern.count, pattern[position] == 0x2A || pattern[position] == 0x25 {
                position += 1
                guard all.insert(position).inserted else { break }
            }
        }
        return all
    }
}
