/// What a mailbox is for (RFC 6154, RFC 8457).
public enum SpecialUse: Sendable, Hashable, CaseIterable {
    case all, archive, drafts, flagged, important, junk, sent, trash

    /// The attribute of RFC 6154, and the one of Google's older XLIST where it differs.
    var attributes: [MailboxAttribute] {
        switch self {
        case .all: [MailboxAttribute("\\All"), MailboxAttribute("\\AllMail")]
        case .archive: [MailboxAttribute("\\Archive")]
        case .drafts: [MailboxAttribute("\\Drafts")]
        case .flagged: [MailboxAttribute("\\Flagged"), MailboxAttribute("\\Starred")]
        case .important: [MailboxAttribute("\\Important")]
        case .junk: [MailboxAttribute("\\Junk"), MailboxAttribute("\\Spam")]
        case .sent: [MailboxAttribute("\\Sent")]
        case .trash: [MailboxAttribute("\\Trash")]
        }
    }

    /// Names in use by common servers and clients, in lower case, for servers that mark nothing.
    var customaryNames: [String] {
        switch self {
        case .all: ["all mail"]
        case .archive: ["archive", "archives", "archiv", "archivio", "archivo"]
        case .drafts: ["drafts", "draft", "entwürfe", "brouillons", "borradores", "bozze", "concepten"]
        case .flagged: ["flagged", "starred"]
        case .important: ["important"]
        case .junk: ["junk", "spam", "junk email", "junk e-mail", "bulk mail", "spamverdacht", "courrier indésirable"]
        case .sent:
            [
                "sent", "sent items", "sent messages", "sent mail", "sent-mail", "gesendet", "gesendete objekte",
                "gesendete elemente", "envoyés", "éléments envoyés", "messages envoyés", "enviados",
                "elementos enviados", "posta inviata", "inviati", "verzonden", "verzonden items",
                "itens enviados", "mensagens enviadas", "enviadas", "отправленные", "отправленное", "надіслані",
                "надіслане", "wysłane", "elementy wysłane", "gönderilmiş öğeler", "gönderilenler", "gönderilmiş",
                "skickat", "skickade objekt", "sendt", "sendte elementer", "sendt post", "lähetetyt", "odeslané",
                "odeslaná pošta", "elküldött elemek", "trimise", "elemente trimise", "送信済み", "送信済みアイテム",
                "送信済みメール", "已发送", "已发送邮件", "已發送", "寄件備份", "寄件备份", "보낸편지함", "보낸 편지함",
            ]
        case .trash:
            [
                "trash", "deleted items", "deleted messages", "papierkorb", "corbeille", "papelera", "cestino",
                "prullenbak",
            ]
        }
    }
}

extension Sequence<MailboxListing> {
    /// The selectable mailbox for a purpose: the one the server marks, else one with a customary name at the end of its path.
    public func mailbox(for use: SpecialUse) -> MailboxListing? {
        let selectable = filter(\.isSelectable)
        if let marked = selectable.first(where: { $0.specialUse == use }) { return marked }
        for name in use.customaryNames {
            if let named = selectable.first(where: { $0.specialUse == nil && $0.lastComponent == name }) {
                return named
            }
        }
        return nil
    }
}

extension MailboxListing {
    /// Whether it is for this purpose: the server marks it so, or marks nothing and its name is customary for it.
    public func serves(_ use: SpecialUse) -> Bool {
        if let specialUse { return specialUse == use }
        return use.customaryNames.contains(lastComponent)
    }

    fileprivate var lastComponent: String {
        let text = name.text
        guard let delimiter, let cut = text.lastIndex(of: delimiter) else { return text.lowercased() }
        return text[text.index(after: cut)...].lowercased()
    }
}
