import Text

extension IMAPConnection {
    /// Fetches items of messages of the selected mailbox and hands each message to `each` as it comes, in the server's order.
    ///
    /// While `each` works, little more than a megabyte is read ahead; then the server waits. UIDs outside the set, as
    /// `n:*` and changes by others bring, are dropped, and so are responses that hold nothing that was asked for. UIDs that
    /// no longer exist are silently absent. Nothing sets `\Seen`.
    ///
    /// A message larger than `limits.literalSize` ends the connection with `.limitExceeded`, this time and every time:
    /// ask for `.size` first, or for a partial body.
    ///
    /// Throws `IMAPError`, or what `each` throws: then the rest of the answer is read and dropped, and the connection
    /// stays usable. Cancellation in mid-answer closes it.
    public nonisolated(nonsending) func fetch(
        _ uids: UIDSet, _ items: [FetchItem], each: nonisolated(nonsending) (FetchedMessage) async throws -> Void
    ) async throws {
        for chunk in uids.chunks() {
            let id = nextID()
            let command = try fetchCommand(chunk, items)
            let cancellation = Cancellation()
            onEventLoop { handler in
                handler.submitFetch(command, id: id)
                if cancellation.isRequested { handler.cancel(id) }
            }
            defer { onEventLoop { handler in handler.endFetch(id) } }
            while let batch = try await nextBatch(of: id, cancellation) {
                for message in batch where chunk.contains(message.uid) && message.answers(items) {
                    try await each(message)
                }
            }
        }
    }

    /// The messages all at once; for headers and flags rather than for whole mailboxes.
    public nonisolated(nonsending) func fetch(
        _ uids: UIDSet, _ items: [FetchItem]
    ) async throws(IMAPError) -> [FetchedMessage] {
        var messages: [FetchedMessage] = []
        do {
            try await fetch(uids, items) { message in messages.append(message) }
        } catch {
            // The closure throws nothing, so this is the connection's own error.
            throw error as? IMAPError ?? .closed
        }
        return messages
    }

    nonisolated(nonsending) func nextBatch(
        of id: CommandID, _ cancellation: Cancellation
    ) async throws(IMAPError) -> [FetchedMessage]? {
        try await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                onEventLoop { handler in handler.nextBatch(of: id, continuation) }
            }
        } onCancel: {
            cancel(id, cancellation)
        }.get()
    }

    func fetchCommand(_ uids: UIDSet, _ items: [FetchItem]) throws(IMAPError) -> Command {
        var fetch = text("UID FETCH \(uids) (UID")
        for item in items {
            fetch.append(" ")
            try item.write(to: &fetch)
        }
        fetch.append(")")
        return Command(
            name: "UID FETCH", kind: .fetch, segments: fetch.finished(), patience: .silence(endpoint.commandTimeout))
    }
}

extension FetchItem {
    func write(to command: inout CommandText) throws(IMAPError) {
        switch self {
        case .flags: command.append("FLAGS")
        case .internalDate: command.append("INTERNALDATE")
        case .size: command.append("RFC822.SIZE")
        case .modSequence: command.append("MODSEQ")
        case .gmailThreadID: command.append("X-GM-THRID")
        case .gmailMessageID: command.append("X-GM-MSGID")
        case .gmailLabels: command.append("X-GM-LABELS")
        case .body(let section, let partial):
            command.append("BODY.PEEK[")
            try section.write(to: &command)
            command.append("]")
            if let partial { command.append("<\(partial.offset).\(partial.count)>") }
        }
    }
}

extension Section {
    fileprivate func write(to command: inout CommandText) throws(IMAPError) {
        guard part.allSatisfy({ $0 > 0 }), content != .mime || !part.isEmpty else {
            throw .invalidArgument("a MIME part that cannot exist")
        }
        command.append(part.map(String.init).joined(separator: "."))
        if !part.isEmpty, content != .whole { command.append(".") }
        switch content {
        case .whole: break
        case .header: command.append("HEADER")
        case .text: command.append("TEXT")
        case .mime: command.append("MIME")
        case .headerFields(let names): try command.append("HEADER.FIELDS", fieldNames: names)
        case .headerFieldsNot(let names): try command.append("HEADER.FIELDS.NOT", fieldNames: names)
        }
    }
}

extension CommandText {
    /// RFC 5322 section 2.2: printable ASCII without the colon.
    fileprivate mutating func append(_ key: String, fieldNames: Set<String>) throws(IMAPError) {
        guard !fieldNames.isEmpty else { throw .invalidArgument("an empty list of header fields") }
        append("\(key) (")
        for (index, name) in fieldNames.sorted().enumerated() {
            guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != ASCII.colon }) else {
                throw .invalidArgument("a header field name that is none")
            }
            if index > 0 { append(" ") }
            if name.utf8.allSatisfy(\.isAtomCharacter) { append(name) } else { try append(string: name) }
        }
        append(")")
    }
}

extension FetchedMessage {
    /// Whether it contains a requested item. A response with only flags, when more was requested, reports a change by somebody
    /// else.
    fileprivate func answers(_ items: [FetchItem]) -> Bool {
        let wanted = items.filter { $0 != .flags && $0 != .modSequence }
        return wanted.isEmpty || size != nil || internalDate != nil || !sections.isEmpty || gmailThreadID != nil
            || gmailMessageID != nil || gmailLabels != nil
    }
}
