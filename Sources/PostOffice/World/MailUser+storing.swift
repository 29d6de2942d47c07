/// What Gmail adds to mailboxes: copies of one message share flags, and everything but junk and trash is in All Mail.
extension MailUser {
    mutating func put(_ message: StoredMessage, into index: Int, isGmail: Bool) -> UInt32 {
        let uid = mailboxes[index].add(message)
        guard isGmail else { return uid }
        places[message.gmailMessageID, default: []].insert(MessagePlace(mailbox: index, uid: uid))
        fileInAllMail(message, from: mailboxes[index].folder)
        return uid
    }

    private mutating func fileInAllMail(_ message: StoredMessage, from folder: Folder) {
        guard folder != .junk, folder != .trash, let all = mailboxes.firstIndex(where: { $0.folder == .allMail }),
            places[message.gmailMessageID]?.contains(where: { $0.mailbox == all }) != true
        else { return }
        let uid = mailboxes[all].add(message)
        places[message.gmailMessageID, default: []].insert(MessagePlace(mailbox: all, uid: uid))
    }

    mutating func store(_ change: FlagOperation, _ flags: Set<MailFlag>, on uids: [UInt32], in index: Int) {
        for uid in uids {
            guard let message = mailboxes[index].message(uid) else { continue }
            let result = change.applied(to: message.flags, flags)
            mailboxes[index].setFlags(result, of: uid)
            for place in places[message.gmailMessageID] ?? [] {
                mailboxes[place.mailbox].setFlags(result, of: place.uid)
            }
        }
    }

    /// The label is the mailbox at `target`; the messages lie in the one at `index`.
    mutating func label(_ change: LabelOperation, on uids: [UInt32], in index: Int, by target: Int) {
        for message in uids.compactMap({ mailboxes[index].message($0) }) {
            let here = (places[message.gmailMessageID] ?? []).filter { $0.mailbox == target }
            switch change {
            case .add where here.isEmpty: _ = put(message, into: target, isGmail: true)
            case .add: break
            case .remove: _ = remove(Set(here.map(\.uid)), from: target)
            }
        }
    }

    mutating func remove(_ uids: Set<UInt32>, from index: Int) -> [StoredMessage] {
        let gone = mailboxes[index].remove(uids)
        for message in gone {
            places[message.gmailMessageID]?.remove(MessagePlace(mailbox: index, uid: message.uid))
        }
        return gone
    }

    mutating func renumber(_ index: Int, uidValidity: UInt32) {
        let before = mailboxes[index].messages
        mailboxes[index].renumber(uidValidity: uidValidity)
        for (old, new) in zip(before, mailboxes[index].messages) where places[old.gmailMessageID] != nil {
            places[old.gmailMessageID]?.remove(MessagePlace(mailbox: index, uid: old.uid))
            places[old.gmailMessageID]?.insert(MessagePlace(mailbox: index, uid: new.uid))
        }
    }

    /// The thread a message joins: that of any message it names, else its own. It is remembered by its Message-ID.
    mutating func thread(of headers: MailHeaders, otherwise own: UInt64) -> UInt64 {
        let named = headers.messageIDs(in: "References").reversed() + headers.messageIDs(in: "In-Reply-To")
        let ids = headers.messageIDs(in: "Message-ID") + named
        let thread = ids.compactMap { threads[$0] }.first ?? own
        if let id = headers.messageIDs(in: "Message-ID").first { threads[id] = thread }
        return thread
    }
}
