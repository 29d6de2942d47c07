import Correspondence
import Reading
import Storage
import Timing

/// Separates replies to our outreach from all other mail, fetching no more than necessary.
struct ReplyTriage: Sendable {
    let parts: EngineParts
    /// The mailbox of sent mail, read again when a reply names something unknown.
    let sent: (any MailboxWatch)?
    /// The mails that messages answer, by UID, if already looked up.
    var links: [UInt32: OutreachLink?] = [:]
    /// Fetches a message as it is in the mailbox, at most `MailboxReading.maxOctets` of it.
    let source: @Sendable (IncomingMessage) async throws -> [UInt8]

    func arrival(of message: IncomingMessage, size: UInt64?, beforeBaseline: Bool) async throws -> Arrival {
        if isOwn(message) { return .ignored(.ownMail) }
        if let found = try await outreach(of: message) {
            let source = try await source(message)
            return .reply(
                found, source: source, isWhole: size.map { $0 <= UInt64(source.count) } ?? true,
                beforeBaseline: beforeBaseline)
        }
        return try await bounce(message, size: size, beforeBaseline: beforeBaseline) ?? .ignored(.notAReply)
    }

    /// A message that must not be read: it goes to a person, and stops the conversation it answers.
    func quarantine(of message: IncomingMessage) async throws -> Arrival {
        if isOwn(message) { return .quarantined(nil) }
        return try await .quarantined(outreach(of: message))
    }

    /// Mail from us, unless a group address of ours replaced the writer's address, as lists do to pass DMARC: then the writer is in
    /// Reply-To, and the mail answers one of ours.
    private func isOwn(_ message: IncomingMessage) -> Bool {
        guard let from = message.from, parts.ownAddresses.contains(from.address) else { return false }
        guard let answer = message.replyTo, !message.referencedIDs.isEmpty else { return true }
        return parts.ownAddresses.contains(answer)
    }

    /// A reply may be here before the watcher of Sent has seen the mail it answers. So a reply that names an unknown id is matched by
    /// writer and subject only after Sent was read.
    private func outreach(of message: IncomingMessage) async throws -> OutreachLink? {
        let found: OutreachLink?
        if let asked = links[message.location.uid] {
            found = asked
        } else {
            found = try await parts.store.messages.link(for: message)
        }
        if let found, found.linkage != .subject { return found }
        guard !message.referencedIDs.isEmpty, let sent else { return found }
        try await withDeadline(.seconds(30), for: "reading Sent") { try await sent.sync(.mailbox) }
        return try await parts.store.messages.link(for: message)
    }

    /// Bounces and complaints seldom have a usable In-Reply-To; their returned part names our message.
    private func bounce(_ message: IncomingMessage, size: UInt64?, beforeBaseline: Bool) async throws -> Arrival? {
        guard message.isReport || message.mayBeBounce else { return nil }
        let source = try await source(message)
        // An unreadable bounce names nothing, so it concerns nobody.
        guard
            let mail = try? parts.reader.read(
                source, receivedAt: message.receivedAt, ownAddresses: parts.ownAddresses),
            mail.machine?.isReport == true, let returned = mail.returnedID,
            let found = try await parts.store.messages.link(for: message, returned: returned)
        else { return nil }
        return .reply(found, source: source, isWhole: true, beforeBaseline: beforeBaseline)
    }
}

extension IncomingMessage {
    /// Whether to look for a returned part though the header announces none: the sender's address suggests a mail
    /// system.
    fileprivate var mayBeBounce: Bool {
        guard let from else { return true }
        let senders = [
            "mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "mdaemon", "bounce", "noreply", "no-reply",
        ]
        return senders.contains { from.address.localPart.hasPrefix($0) }
    }
}
