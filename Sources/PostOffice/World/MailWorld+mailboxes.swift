package import Timing

/// Reading and changing mailboxes. All of it throws when the user or the mailbox does not exist.
extension MailWorld {
    /// The messages of a mailbox, rising by UID.
    package func messages(in folder: Folder, of user: String) throws(PostOfficeError) -> [StoredMessage] {
        try mailbox(folder, of: user).messages
    }

    /// The flags of one message; nil when it is not there.
    package func flags(of uid: UInt32, in folder: Folder, of user: String) throws(PostOfficeError) -> Set<MailFlag>? {
        try mailbox(folder, of: user).message(uid)?.flags
    }

    /// The mailbox with its UIDVALIDITY, UIDNEXT and messages.
    package func mailbox(_ folder: Folder, of user: String) throws(PostOfficeError) -> UserMailbox {
        let (key, index) = try place(folder, of: user)
        // `place` has just found both, so neither lookup can fail.
        return users[key]!.mailboxes[index]
    }

    /// Puts a message into a mailbox; returns its UID. In a Gmail world a copy goes into All Mail.
    @discardableResult
    package mutating func append(
        _ bytes: [UInt8], to folder: Folder, of user: String, flags: Set<MailFlag> = [], at internalDate: Timestamp
    ) throws(PostOfficeError) -> UInt32 {
        let (key, index) = try place(folder, of: user)
        let message = newMessage(bytes, flags: flags, at: internalDate, for: key)
        return put(message, into: index, of: key)
    }

    /// Puts an arriving mail into a user's INBOX, or another mailbox such as `.junk`; returns its UID.
    @discardableResult
    package mutating func deliver(
        _ bytes: [UInt8], to recipient: String, into folder: Folder = .inbox, at instant: Timestamp
    ) throws(PostOfficeError) -> UInt32 {
        guard let user = user(receiving: recipient) else { throw .noSuchUser(recipient) }
        return try append(bytes, to: folder, of: user, at: instant)
    }

    /// Changes the flags of the messages of these UIDs, and in a Gmail world those of all their copies.
    package mutating func store(
        _ change: FlagOperation, _ flags: Set<MailFlag>, on uids: [UInt32], in folder: Folder, of user: String
    ) throws(PostOfficeError) {
        let (key, index) = try place(folder, of: user)
        users[key]?.store(change, flags, on: uids, in: index)
        touched.insert(key)
    }

    /// Puts a label of Gmail's on messages, or takes it off: it is the mailbox of this name, made when it is missing.
    package mutating func label(
        _ change: LabelOperation, _ label: String, on uids: [UInt32], in folder: Folder, of user: String
    ) throws(PostOfficeError) {
        let (_, source) = try place(folder, of: user)
        try createMailbox(label, of: user)
        let (key, target) = try place(.named(label), of: user)
        users[key]?.label(change, on: uids, in: source, by: target)
        touched.insert(key)
    }

    /// Removes the messages of these UIDs for good; returns the UIDs that were there, rising.
    @discardableResult
    package mutating func expunge(
        _ uids: [UInt32], in folder: Folder, of user: String
    ) throws(PostOfficeError) -> [UInt32] {
        let (key, index) = try place(folder, of: user)
        let gone = users[key]?.remove(Set(uids), from: index) ?? []
        touched.insert(key)
        return gone.map(\.uid)
    }

    /// Copies messages into another mailbox with flags and dates (RFC 3501 section 6.4.7); returns (old, new) UIDs.
    @discardableResult
    package mutating func copy(
        _ uids: [UInt32], from source: Folder, to target: Folder, of user: String
    ) throws(PostOfficeError) -> [(from: UInt32, to: UInt32)] {
        let origin = try mailbox(source, of: user)
        let (key, index) = try place(target, of: user)
        return Set(uids).sorted().compactMap { uid in
            origin.message(uid).map { (uid, put($0, into: index, of: key)) }
        }
    }

    /// Copies and removes (RFC 6851); returns (old, new) UIDs.
    @discardableResult
    package mutating func move(
        _ uids: [UInt32], from source: Folder, to target: Folder, of user: String
    ) throws(PostOfficeError) -> [(from: UInt32, to: UInt32)] {
        let moved = try copy(uids, from: source, to: target, of: user)
        try expunge(moved.map(\.from), in: source, of: user)
        return moved
    }

    /// Creates a mailbox; one of that name already there is left alone.
    package mutating func createMailbox(_ name: String, of user: String) throws(PostOfficeError) {
        let key = user.lowercased()
        guard let owner = users[key] else { throw .noSuchUser(user) }
        guard owner.mailboxIndex(named: name) == nil else { return }
        let mailbox = UserMailbox(folder: .named(name), name: name, uidValidity: takeUIDValidity())
        users[key]?.mailboxes.append(mailbox)
    }

    /// Gives a mailbox a new UIDVALIDITY and its messages new UIDs from 1. Sessions that selected it are told BYE.
    package mutating func resetUIDValidity(of folder: Folder, of user: String) throws(PostOfficeError) {
        let (key, index) = try place(folder, of: user)
        let validity = takeUIDValidity()
        users[key]?.renumber(index, uidValidity: validity)
        touched.insert(key)
    }

    private func place(_ folder: Folder, of user: String) throws(PostOfficeError) -> (key: String, index: Int) {
        let key = user.lowercased()
        guard let owner = users[key] else { throw .noSuchUser(user) }
        let name = style.name(of: folder)
        guard let index = owner.mailboxIndex(named: name) else { throw .noSuchMailbox(name, user: user) }
        return (key, index)
    }

    private mutating func newMessage(
        _ bytes: [UInt8], flags: Set<MailFlag>, at instant: Timestamp, for key: String
    ) -> StoredMessage {
        let id = takeGmailID()
        let thread = users[key]?.thread(of: MailHeaders(bytes), otherwise: id) ?? id
        return StoredMessage(
            uid: 0, bytes: bytes, internalDate: instant, flags: flags, gmailMessageID: id, gmailThreadID: thread)
    }

    private mutating func put(_ message: StoredMessage, into index: Int, of key: String) -> UInt32 {
        touched.insert(key)
        return users[key]?.put(message, into: index, isGmail: style.isGmail) ?? 0
    }
}
