/// One of the two servers of an account, as its variables are named.
enum ServerKind: String {
    case imap = "IMAP"
    case smtp = "SMTP"
}
