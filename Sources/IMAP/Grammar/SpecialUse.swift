/// The purpose of a mailbox (RFC 6154, RFC 8457).
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
        case .drafts:
            [
                "drafts", "draft", "entwürfe", "brouillons", "borradores", "bozze", "concepten", "rascunhos",
                "черновики",
                "чернетки", "szkice", "wersje robocze", "kopie robocze", "taslaklar", "utkast", "kladder", "luonnokset",
                "koncepty", "piszkozatok", "ciorne", "schițe", "下書き", "草稿", "草稿箱", "임시보관함", "임시 보관함",
            ]
        case .flagged: ["flagged", "starred"]
        case .important: ["important"]
        case .junk:
            [
                "junk", "spam", "junk email", "junk e-mail", "bulk mail", "spamverdacht", "werbung",
                "courrier indésirable",
                "pourriel", "indésirables", "correo no deseado", "correo basura", "posta indesiderata",
                "ongewenste e-mail", "ongewenste post", "lixo eletrônico", "lixo electrónico", "спам",
                "нежелательная почта", "небажана пошта", "wiadomości-śmieci", "niechciane", "önemsiz", "gereksiz",
                "istenmeyen", "skräppost", "søppelpost", "uønsket e-mail", "uønsket e-post", "roskaposti",
                "nevyžádaná pošta", "nevyžádané", "levélszemét", "迷惑メール", "垃圾邮件", "垃圾郵件", "스팸", "스팸메일함",
            ]
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
                "trash", "bin", "deleted items", "deleted messages", "papierkorb", "gelöscht", "gelöschte objekte",
                "gelöschte elemente", "corbeille", "éléments supprimés", "papelera", "elementos eliminados", "cestino",
                "posta eliminata", "prullenbak", "verwijderde items", "lixeira", "lixo", "itens excluídos",
                "удаленные", "удалённые", "корзина", "кошик", "видалені", "kosz", "elementy usunięte", "çöp kutusu",
                "silinmiş öğeler", "papperskorgen", "borttagna objekt", "papirkurv", "slettet post",
                "slettede elementer", "roskakori", "poistetut", "koš", "odstraněná pošta", "kuka", "törölt elemek",
                "gunoi",
                "coș de gunoi", "ゴミ箱", "削除済みアイテム", "已删除", "已删除邮件", "刪除的郵件", "垃圾桶", "휴지통", "지운편지함",
            ]
        }
    }
}

extension Sequence<MailboxListing> {
    /// The selectable mailbox for a purpose: the one the server marks, otherwise one with a customary name at the end of its path.
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
