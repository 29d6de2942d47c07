/// STORE, COPY, MOVE and EXPUNGE.
extension IMAPSession {
    /// STORE (RFC 3501 section 6.4.6): the new flags come back unless SILENT was asked for.
    mutating func store(
        _ tag: String, _ set: IMAPNumberSet, _ change: FlagOperation, _ flags: [MailFlag], silent: Bool, byUID: Bool,
        _ world: inout MailWorld, _ options: IMAPOptions, _ reply: inout IMAPReply
    ) {
        guard let view, let user else { return }
        let selection = view.selection(set, byUID: byUID)
        let uids = selection.map(\.uid)
        do {
            try world.store(change, kept(flags, options), on: uids, in: .named(view.name), of: user)
            if !silent, let mailbox = found(view.name, in: world) {
                for (number, uid) in selection {
                    guard let message = mailbox.message(uid) else { continue }
                    IMAPFetchWriter.write(
                        message, number: number, byUID ? [.uid, .flags] : [.flags], labels: [], in: &reply)
                }
            }
            tell(world, allowsExpunges: byUID, silencing: Set(uids), in: &reply)
            reply.ok(tag, "stored")
        } catch {
            reply.no(tag, "\(error)")
        }
    }

    /// STORE of labels: each is a mailbox, which is made when it is missing.
    mutating func label(
        _ tag: String, _ set: IMAPNumberSet, _ change: LabelOperation, _ names: [String], byUID: Bool,
        _ world: inout MailWorld, _ options: IMAPOptions, _ reply: inout IMAPReply
    ) {
        guard let view, let user else { return }
        guard !options.refusesLabels else { return reply.no(tag, "[CANNOT] no labels here") }
        let uids = view.selection(set, byUID: byUID).map(\.uid)
        do {
            for name in names { try world.label(change, name, on: uids, in: .named(view.name), of: user) }
            tell(world, allowsExpunges: byUID, in: &reply)
            reply.ok(tag, "labelled")
        } catch {
            reply.no(tag, "\(error)")
        }
    }

    mutating func copy(
        _ tag: String, _ set: IMAPNumberSet, _ target: String, byUID: Bool, _ world: inout MailWorld,
        _ options: IMAPOptions, _ reply: inout IMAPReply
    ) {
        guard let view, let user else { return }
        let uids = view.selection(set, byUID: byUID).map(\.uid)
        guard let mailbox = found(target, in: world) else {
            return reply.no(tag, "[TRYCREATE] no mailbox \(target.imapQuoted)")
        }
        do {
            let pairs = try world.copy(uids, from: .named(view.name), to: .named(target), of: user)
            tell(world, allowsExpunges: true, in: &reply)
            let code = Self.copyUID(mailbox, pairs, options)
            reply.ok(tag, code + "copied")
        } catch {
            reply.no(tag, "\(error)")
        }
    }

    /// MOVE (RFC 6851): COPYUID comes before the expunges, and all before the tagged answer.
    mutating func move(
        _ tag: String, _ set: IMAPNumberSet, _ target: String, byUID: Bool, _ world: inout MailWorld,
        _ options: IMAPOptions, _ reply: inout IMAPReply
    ) {
        guard let view, let user else { return }
        let uids = view.selection(set, byUID: byUID).map(\.uid)
        guard let mailbox = found(target, in: world) else {
            return reply.no(tag, "[TRYCREATE] no mailbox \(target.imapQuoted)")
        }
        do {
            let pairs = try world.move(uids, from: .named(view.name), to: .named(target), of: user)
            if !pairs.isEmpty { reply.untagged("OK " + Self.copyUID(mailbox, pairs, options) + "moved") }
            tell(world, allowsExpunges: true, in: &reply)
            reply.ok(tag, "done")
        } catch {
            reply.no(tag, "\(error)")
        }
    }

    /// EXPUNGE, or UID EXPUNGE for some of the deleted messages (RFC 4315 section 2.1).
    mutating func expunge(
        _ tag: String, only uids: IMAPNumberSet?, _ world: inout MailWorld, _ reply: inout IMAPReply
    ) {
        removeDeleted(only: uids, &world)
        tell(world, allowsExpunges: true, in: &reply)
        reply.ok(tag, "expunged")
    }

    func removeDeleted(only uids: IMAPNumberSet?, _ world: inout MailWorld) {
        guard let view, let user, let mailbox = found(view.name, in: world) else { return }
        let candidates = uids.map { view.selection($0, byUID: true).map(\.uid) } ?? mailbox.messages.map(\.uid)
        let deleted = candidates.filter { mailbox.message($0)?.flags.contains(.deleted) == true }
        // The mailbox was found above, so this cannot fail.
        _ = try? world.expunge(deleted, in: .named(view.name), of: user)
    }

    private static func copyUID(
        _ target: UserMailbox, _ pairs: [(from: UInt32, to: UInt32)], _ options: IMAPOptions
    ) -> String {
        guard options.offers(.uidPlus), !pairs.isEmpty else { return "" }
        return "[COPYUID \(target.uidValidity) \(pairs.map(\.from).imapSet) \(pairs.map(\.to).imapSet)] "
    }
}
