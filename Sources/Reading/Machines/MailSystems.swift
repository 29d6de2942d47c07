/// The local parts of the addresses that mail systems write from, in any language.
enum MailSystems {
    /// Those that send reports and nothing else.
    static let daemons = [
        "mailer-daemon", "mailerdaemon", "mailer_daemon", "mail-daemon", "maildaemon", "double-bounce", "mdaemon",
        "mail.daemon", "mailsystem", "mail-system", "smtp-daemon",
    ]

    /// What the names of addresses hold from which programs answer.
    static let autoresponders = ["autoresponder", "auto-responder", "autoreply", "auto-reply", "auto_reply"]

    /// Those that people have too, and that mean a report only with a second sign.
    static let administrators = [
        "postmaster", "no-reply", "noreply", "administrator", "bounce", "bounces", "mail-admin",
    ]
}
