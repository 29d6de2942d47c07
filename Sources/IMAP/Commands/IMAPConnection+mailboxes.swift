extension IMAPConnection {
    /// The mailboxes below `reference` that match `pattern` (`*` any, `%` within one level), with their special use where
    /// the server tells it (RFC 6154). No LSUB: what people subscribed to says nothing about where mail is.
    public nonisolated(nonsending) func list(
        reference: String = "", pattern: String = "*"
    ) async throws(IMAPError) -> [MailboxListing] {
        let answer = try await run(with: .listExtended) { () throws(IMAPError) in
            var list = text("LIST ")
            try list.append(string: MailboxName(reference).wire(utf8: list.utf8))
            list.append(" ")
            try list.append(string: MailboxName(pattern).wire(utf8: list.utf8))
            if capabilities.contains(.listExtended), capabilities.contains(.specialUse) {
                list.append(" RETURN (SPECIAL-USE)")
            }
            return patientCommand("LIST", list)
        }
        return answer.untagged.compactMap { response in
            if case .list(let listing) = response { listing } else { nil }
        }
    }

    /// All mailboxes with MESSAGES, UIDNEXT and UIDVALIDITY of those that can be selected, in one command (RFC 5819); nil when the
    /// server does not offer or understand it. It may leave out the state of one. Do not rely on its answer for the selected mailbox.
    public nonisolated(nonsending) func listWithStatus() async throws(IMAPError) -> [(MailboxListing, MailboxStatus?)]?
    {
        guard let command = listStatusCommand else { return nil }
        do { return try await run(command).mailboxes } catch {
            guard distrusts(.listStatus, after: error) else { throw error }
            return nil
        }
    }

    var listStatusCommand: Command? {
        guard capabilities.contains(.listStatus) else { return nil }
        let special = capabilities.contains(.specialUse) ? "SPECIAL-USE " : ""
        let list = text("LIST \"\" \"*\" RETURN (\(special)STATUS (MESSAGES UIDNEXT UIDVALIDITY))")
        return patientCommand("LIST", list, kind: .list)
    }

    /// MESSAGES, UIDNEXT and UIDVALIDITY of a mailbox that is not selected; without UNSEEN, which costs servers most.
    public nonisolated(nonsending) func uidStatus(_ mailbox: MailboxName) async throws(IMAPError) -> MailboxStatus {
        try await status(mailbox, items: "MESSAGES UIDNEXT UIDVALIDITY")
    }

    /// Selects a mailbox, for reading only through EXAMINE. UIDs of the mailbox selected before mean nothing any more.
    ///
    /// Throws `.no` when it does not exist or may not be opened (no mailbox is selected then), and
    /// `.protocolViolation` when the server tells no UIDVALIDITY: nothing could be remembered of such a mailbox.
    public nonisolated(nonsending) func select(
        _ mailbox: MailboxName, readOnly: Bool = false
    ) async throws(IMAPError) -> SelectedMailbox {
        let verb = readOnly ? "EXAMINE" : "SELECT"
        let answer = try await run(with: .condStore) { () throws(IMAPError) in
            var select = text("\(verb) ")
            try select.append(mailbox: mailbox)
            if capabilities.contains(.condStore) { select.append(" (CONDSTORE)") }
            return patientCommand(verb, select, kind: .select)
        }
        return try SelectedMailbox(mailbox, readOnly: readOnly, answer: answer)
    }

    /// Creates a mailbox. Throws `.no` when it exists already.
    public nonisolated(nonsending) func create(_ mailbox: MailboxName) async throws(IMAPError) {
        var create = text("CREATE ")
        try create.append(mailbox: mailbox)
        _ = try await run(command("CREATE", create))
    }

    /// Counts and UID state of a mailbox that need not be selected. Do not use it on the selected one (RFC 9051 section 6.3.11).
    public nonisolated(nonsending) func status(_ mailbox: MailboxName) async throws(IMAPError) -> MailboxStatus {
        let modSequence = capabilities.contains(.condStore) ? " HIGHESTMODSEQ" : ""
        return try await status(mailbox, items: "MESSAGES UNSEEN UIDNEXT UIDVALIDITY" + modSequence)
    }

    private nonisolated(nonsending) func status(
        _ mailbox: MailboxName, items: String
    ) async throws(IMAPError) -> MailboxStatus {
        var status = text("STATUS ")
        try status.append(mailbox: mailbox)
        status.append(" (\(items))")
        var answers = try await run(command("STATUS", status)).untagged.compactMap { response in
            if case .mailboxStatus(let name, let status) = response { (name, status) } else { nil }
        }
        // Servers spell a name differently now and then; a single answer can only be ours.
        if answers.count > 1 { answers.removeAll { $0.0 != mailbox } }
        guard let answer = answers.first else { throw .protocolViolation("no answer to STATUS") }
        return answer.1
    }
}

extension IMAPConnection.Answer {
    /// The listed mailboxes, each with its reported state.
    var mailboxes: [(MailboxListing, MailboxStatus?)] {
        var listings: [MailboxListing] = []
        var states: [MailboxName: MailboxStatus] = [:]
        for response in untagged {
            switch response {
            case .list(let listing): listings.append(listing)
            case .mailboxStatus(let name, let status): states[name] = status
            default: break
            }
        }
        return listings.map { ($0, states[$0.name]) }
    }
}

extension SelectedMailbox {
    init(_ name: MailboxName, readOnly: Bool, answer: IMAPConnection.Answer) throws(IMAPError) {
        var facts = Facts(isReadOnly: readOnly)
        for response in answer.untagged { facts.note(response) }
        if case .ok(let status) = answer.completion { facts.note(status.code) }
        guard let uidValidity = facts.uidValidity else { throw .protocolViolation("a mailbox without UIDVALIDITY") }
        self.init(
            name: name, isReadOnly: facts.isReadOnly, uidValidity: uidValidity, uidNext: facts.uidNext,
            exists: facts.exists, permanentFlags: facts.permanentFlags, flags: facts.flags,
            highestModSequence: facts.highestModSequence)
    }

    private struct Facts {
        var isReadOnly: Bool
        var uidValidity: UIDValidity?
        var uidNext: UID?
        var exists = 0
        var permanentFlags: Set<Flag> = []
        var flags: Set<Flag> = []
        var highestModSequence: UInt64?

        mutating func note(_ response: UntaggedResponse) {
            switch response {
            case .exists(let count): exists = count
            case .flags(let flags): self.flags = flags
            case .status(let status): note(status.code)
            default: break
            }
        }

        mutating func note(_ code: ResponseCode?) {
            switch code {
            case .uidValidity(let validity): uidValidity = validity
            case .uidNext(let uid): uidNext = uid
            case .permanentFlags(let flags): permanentFlags = flags
            case .highestModSequence(let sequence): highestModSequence = sequence
            case .readOnly: isReadOnly = true
            default: break
            }
        }
    }
}
