/// The local parts of the addresses that mail systems write from, in any language.
enum MailSystems {
    /// Those that send reports and nothing else.
    static let daemons = [
        "mailer-daemon", "mailerdaemon", "mailer_daemon", "mail-daemon", "maildaemon", "double-bounce", "mdaemon",
        "mail.daemon", "mailsystem", "mail-system", "smtp-daemon",
    ]

    /// Parts of address names from which programs answer.
    static let autoresponders = ["autoresponder", "auto-responder", "autoreply", "auto-reply", "auto_reply"]

    /// Names that people have too; they mean a report only together with a second sign.
    static let administrators = [
        "postmaster", "no-reply", "noreply", "administrator", "bounce", "bounces", "mail-admin",
    ]
}
