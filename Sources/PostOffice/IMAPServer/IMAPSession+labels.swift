/// STORE of Gmail's labels.
extension IMAPSession {
    /// A label that is not made yet is refused: whoever relies on Gmail to make it would not notice elsewhere.
    mutating func label(
        _ tag: String, _ set: IMAPNumberSet, _ change: FlagOperation, _ labels: [String], byUID: Bool,
        _ world: inout MailWorld, _ reply: inout IMAPReply
    ) {
        guard let view, let user else { return }
        let uids = view.selection(set, byUID: byUID).map(\.uid)
        do {
            try world.label(change, labels, on: uids, in: .named(view.name), of: user)
            tell(world, allowsExpunges: byUID, in: &reply)
            reply.ok(tag, "stored")
        } catch {
            reply.no(tag, "\(error)")
        }
    }
}
