/// FETCH and SEARCH.
extension IMAPSession {
    mutating func fetch(
        _ tag: String, _ set: IMAPNumberSet, _ items: [IMAPFetchItem], byUID: Bool, _ world: inout MailWorld,
        _ options: IMAPOptions, _ reply: inout IMAPReply
    ) {
        guard let view, let user else { return }
        let withheld = items.contains(where: \.isContent) ? options.withheld : [:]
        let selection = view.selection(set, byUID: byUID).filter { withheld[$0.uid] != .leftOut }
        for (_, uid) in selection {
            if case .refused(let text)? = withheld[uid] { return reply.no(tag, text) }
            if case .refusedWhole(let text)? = withheld[uid], items.contains(where: \.isWhole) {
                return reply.no(tag, text)
            }
        }
        let marksSeen = !view.isReadOnly && items.contains(where: \.setsSeen)
        // The mailbox is the selected one and `tell` has just found it, so this and the look-up below cannot fail.
        if marksSeen { try? world.store(.add, [.seen], on: selection.map(\.uid), in: .named(view.name), of: user) }
        guard let mailbox = found(view.name, in: world), let owner = world.users[user.lowercased()] else { return }
        var wanted = byUID && !items.contains(.uid) ? [.uid] + items : items
        if marksSeen, !wanted.contains(.flags) { wanted.append(.flags) }
        let place = owner.mailboxIndex(named: view.name) ?? 0
        var isComplete = true
        for (number, uid) in selection {
            if withheld[uid] == .dropped || (withheld[uid] == .droppedWhole && items.contains(where: \.isWhole)) {
                reply.closes = true
                return
            }
            guard let message = mailbox.message(uid) else {
                isComplete = false
                continue
            }
            let labels = wanted.contains(.gmailLabels) ? owner.gmailLabels(of: message, in: place) : []
            IMAPFetchWriter.write(message, number: number, wanted, labels: labels, in: &reply)
        }
        tell(world, allowsExpunges: byUID, silencing: marksSeen ? Set(selection.map(\.uid)) : [], in: &reply)
        reply.ok(tag, isComplete ? "fetched" : "[EXPUNGEISSUED] some messages are gone")
    }

    mutating func search(
        _ tag: String, _ key: IMAPSearchKey, byUID: Bool, _ world: MailWorld, _ options: IMAPOptions,
        _ reply: inout IMAPReply
    ) {
        guard let view, let mailbox = found(view.name, in: world) else { return }
        let search = IMAPSearch(key, in: view)
        let hits = view.uids.enumerated().filter { _, uid in
            guard !options.overlookedBySearch.contains(uid) else { return false }
            return mailbox.message(uid).map(search.matches) ?? false
        }
        let numbers = hits.map { byUID ? "\($1)" : "\($0 + 1)" }
        reply.untagged((["SEARCH"] + numbers).joined(separator: " "))
        tell(world, allowsExpunges: byUID, in: &reply)
        reply.ok(tag, "searched")
    }
}

extension IMAPFetchItem {
    /// Whether it asks for what was written in a message.
    fileprivate var isWhole: Bool {
        switch self {
        case .body(let section, _, _), .rfc822(let section, _): section == .whole
        default: false
        }
    }

    fileprivate var isContent: Bool {
        switch self {
        case .body, .rfc822: true
        default: false
        }
    }
}

/// Writes FETCH responses (RFC 3501 section 7.4.2).
enum IMAPFetchWriter {
    static func write(
        _ message: StoredMessage, number: Int, _ items: [IMAPFetchItem], labels: [String], in reply: inout IMAPReply
    ) {
        reply.raw("* \(number) FETCH (")
        for (index, item) in items.enumerated() {
            if index > 0 { reply.raw(" ") }
            write(item, of: message, labels: labels, in: &reply)
        }
        reply.line(")")
    }

    private static func write(
        _ item: IMAPFetchItem, of message: StoredMessage, labels: [String], in reply: inout IMAPReply
    ) {
        switch item {
        case .flags: reply.raw("FLAGS \(message.flags.imapList)")
        case .uid: reply.raw("UID \(message.uid)")
        case .internalDate: reply.raw("INTERNALDATE \"\(IMAPDate.text(message.internalDate))\"")
        case .size: reply.raw("RFC822.SIZE \(message.bytes.count)")
        case .gmailMessageID: reply.raw("X-GM-MSGID \(message.gmailMessageID)")
        case .gmailThreadID: reply.raw("X-GM-THRID \(message.gmailThreadID)")
        case .gmailLabels: reply.raw("X-GM-LABELS (\(labels.map(\.imapQuoted).joined(separator: " ")))")
        case .rfc822(let section, let name):
            reply.raw("\(name) ")
            reply.literal(section.content(of: message.bytes))
        case .body(let section, let partial, _):
            let origin = partial.map { "<\($0.lowerBound)>" } ?? ""
            reply.raw("BODY[\(section.name)]\(origin) ")
            reply.literal(section.content(of: message.bytes).clamped(to: partial))
        }
    }
}

extension IMAPSection {
    fileprivate var name: String {
        switch self {
        case .whole: ""
        case .header: "HEADER"
        case .text: "TEXT"
        case .headerFields(let fields, let excluded):
            "HEADER.FIELDS\(excluded ? ".NOT" : "") (\(fields.joined(separator: " ")))"
        }
    }

    /// The section's bytes. Header sections end with the empty line (RFC 3501 section 6.4.5).
    func content(of message: [UInt8]) -> ArraySlice<UInt8> {
        switch self {
        case .whole: return message[...]
        case .header: return message[..<MailHeaders(message).bodyStart]
        case .text: return message[MailHeaders(message).bodyStart...]
        case .headerFields(let names, let excluded):
            let wanted = Set(names.map { $0.lowercased() })
            let fields = MailHeaders(message).fields.filter { wanted.contains($0.name.lowercased()) != excluded }
            return (fields.flatMap { message[$0.raw] } + Ascii.crlf)[...]
        }
    }
}

extension ArraySlice<UInt8> {
    /// The part `<start.count>` asks for; empty when it lies past the end.
    fileprivate func clamped(to partial: Range<Int>?) -> ArraySlice<UInt8> {
        guard let partial else { return self }
        return dropFirst(partial.lowerBound).prefix(partial.count)
    }
}
