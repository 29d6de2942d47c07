/// The new places of messages, from UIDPLUS (RFC 4315).
public struct CopiedUIDs: Hashable, Sendable {
    /// The UIDVALIDITY of the target mailbox.
    public let uidValidity: UIDValidity
    /// The UID there by the UID here.
    public internal(set) var destination: [UID: UID]
}

/// The result of `move`.
public struct MoveOutcome: Hashable, Sendable {
    /// Nil when the server does not tell.
    public let copied: CopiedUIDs?
    /// Whether the messages are gone from the source mailbox. False when the server has neither MOVE nor UIDPLUS: then they are marked
    /// `\Deleted`, since EXPUNGE would remove other people's deleted mail too.
    public let isExpunged: Bool
}

extension IMAPConnection {
    /// Copies messages of the selected mailbox into another. UIDs that do not exist are passed over.
    public nonisolated(nonsending) func copy(
        _ uids: UIDSet, to mailbox: MailboxName
    ) async throws(IMAPError) -> CopiedUIDs? {
        try await transfer(uids, "UID COPY", to: mailbox, kind: .plain)
    }

    /// Moves messages of the selected mailbox into another: MOVE (RFC 6851), else COPY, `\Deleted` and UID EXPUNGE.
    public nonisolated(nonsending) func move(
        _ uids: UIDSet, to mailbox: MailboxName
    ) async throws(IMAPError) -> MoveOutcome {
        if capabilities.contains(.move) {
            let copied = try await transfer(uids, "UID MOVE", to: mailbox, kind: .expunge)
            return MoveOutcome(copied: copied, isExpunged: true)
        }
        let copied = try await copy(uids, to: mailbox)
        for chunk in uids.chunks() {
            _ = try await run(command("UID STORE", text("UID STORE \(chunk) +FLAGS.SILENT (\\Deleted)")))
        }
        guard capabilities.contains(.uidPlus) else { return MoveOutcome(copied: copied, isExpunged: uids.isEmpty) }
        for chunk in uids.chunks() {
            _ = try await run(command("UID EXPUNGE", text("UID EXPUNGE \(chunk)"), kind: .expunge))
        }
        return MoveOutcome(copied: copied, isExpunged: true)
    }

    private nonisolated(nonsending) func transfer(
        _ uids: UIDSet, _ verb: String, to mailbox: MailboxName, kind: Command.Kind
    ) async throws(IMAPError) -> CopiedUIDs? {
        var copied: CopiedUIDs?
        for chunk in uids.chunks() {
            var transfer = text("\(verb) \(chunk) ")
            try transfer.append(mailbox: mailbox)
            let part = try await run(command(verb, transfer, kind: kind)).copiedUIDs
            guard let part else { continue }
            copied = copied ?? CopiedUIDs(uidValidity: part.uidValidity, destination: [:])
            copied?.destination.merge(part.destination) { _, new in new }
        }
        return copied
    }
}

extension IMAPChannelHandler.Answer {
    /// COPYUID stands in the tagged OK of COPY, and in an untagged one before the expunges of MOVE (RFC 6851 section 4.3).
    fileprivate var copiedUIDs: CopiedUIDs? {
        var codes = untagged.compactMap { response in
            if case .status(let status) = response { status.code } else { nil }
        }
        if case .ok(let status) = completion, let code = status.code { codes.append(code) }
        for case .copyUID(let validity, let source, let destination) in codes {
            let pairs = zip(source, destination)
            return CopiedUIDs(uidValidity: validity, destination: Dictionary(pairs) { _, new in new })
        }
        return nil
    }
}
