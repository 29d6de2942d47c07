/// Sieve (RFC 5228) at delivery into a Dovecot, and a way out through a Postfix for what its scripts send, such as
/// vacation notices (RFC 5230).
public struct Pigeonhole: Sendable {
    /// Lines for `Dovecot.start(settings:)`.
    public let settings: [String]
    private let sendmail: String

    public init() throws {
        let folder = try RunFolder.fresh("pigeonhole")
        sendmail = folder + "/sendmail"
        settings = [
            "protocol lmtp {\n  mail_plugins = sieve\n}", "plugin {\n  sieve = file:~/.dovecot.sieve\n}",
            "sendmail_path = \(sendmail)", "postmaster_address = postmaster@creators.example",
            "lda_mailbox_autocreate = yes",
        ]
    }

    /// Lets scripts send through the door where other servers hand over their mail.
    public func send(through postfix: Postfix) throws {
        let program = """
            #!/usr/bin/env python3
            # sendmail -i -f SENDER -- RECIPIENT…
            from smtplib import SMTP
            from sys import argv, stdin
            arguments = argv[1:]
            recipients = arguments[arguments.index("--") + 1:]
            sender = arguments[arguments.index("-f") + 1].strip("<>")
            with SMTP("127.0.0.1", \(postfix.exchangePort)) as server:
                server.sendmail(sender, recipients, stdin.buffer.read())

            """
        try Files.write(program, to: sendmail, mode: 0o755)
    }

    /// Makes a script the account's active one.
    public func activate(_ script: String, for account: MailAccount, in dovecot: Dovecot) throws {
        try Files.write(script, to: dovecot.home(of: account) + "/.dovecot.sieve")
    }
}
