import Glibc
import Synchronization

/// A Dovecot of our own: IMAP in clear with STARTTLS, IMAP over TLS, LMTP, and SASL for Postfix.
///
/// Every account has its own uid and a Maildir, with Sent, Drafts, Junk, Trash and Archive made and marked SPECIAL-USE.
/// Needs root: Dovecot changes to the account's uid for every session.
public final class Dovecot: IMAPServer {
    /// IMAP in clear and with STARTTLS, on 127.0.0.1.
    public let imapPort: UInt16
    /// IMAP over TLS, on 127.0.0.1.
    public let imapsPort: UInt16
    /// LMTP, on 127.0.0.1.
    public let lmtpPort: UInt16
    /// The PEM file of the authority that signed its certificate for `localhost` and `127.0.0.1`.
    public let caFile: String
    let authority: CertificateAuthority
    private let folder: String
    private let process: ServerProcess
    private let registered = Mutex<Int>(0)

    private init(authority: CertificateAuthority, folder: String) throws {
        imapPort = try FreePort.next()
        imapsPort = try FreePort.next()
        lmtpPort = try FreePort.next()
        caFile = authority.caFile
        self.authority = authority
        self.folder = folder
        let program = Program(executable: "/usr/sbin/dovecot", arguments: ["-F", "-c", folder + "/dovecot.conf"])
        process = ServerProcess("dovecot", program, log: folder + "/log")
    }

    /// Starts one with these accounts; more can be added while it runs.
    /// - Parameter settings: lines added to its configuration, such as `"imap_capability = +X-TEST"`.
    public static func start(_ accounts: [MailAccount] = [], settings: [String] = []) async throws -> Dovecot {
        guard geteuid() == 0 else {
            throw TestServerError("Dovecot changes users and needs root; run the tests as root")
        }
        let authority = try await CertificateAuthority.make()
        let identity = try await authority.issue()
        let server = try Dovecot(authority: authority, folder: try RunFolder.fresh("dovecot"))
        try Files.makeFolder(server.folder + "/mail")
        try Files.makeFolder(server.folder + "/users")
        try Files.write(server.configuration(identity, settings), to: server.folder + "/dovecot.conf")
        try server.add(accounts)
        try await server.start()
        return server
    }

    /// Adds accounts; they can log in at once (for one that just failed to, Dovecot looks again after a second).
    public func add(_ accounts: [MailAccount]) throws {
        for account in accounts {
            let uid = registered.withLock {
                $0 += 1
                return firstUID + $0
            }
            try Files.makeFolder(home(of: account), mode: 0o700, owner: SystemUser(number: uid))
            // passwd-file(5): user:password:uid:gid:gecos:home
            let line = "\(account.address):{PLAIN}\(account.password):\(uid):\(uid)::\(home(of: account))\n"
            try Files.write(line, to: "\(folder)/users/\(account.address)")
        }
    }

    /// Delivers over LMTP, as Postfix does: runs no Sieve, adds Return-Path, Delivered-To and Received.
    public func deliver(_ message: [UInt8], to account: MailAccount, from sender: String = "outside@creators.example")
        async throws
    {
        let port = lmtpPort
        let transaction = MailTransaction(greeting: .lmtp, sender: sender, recipient: account.address)
        try await blocking { try transaction.perform(message, port: port) }
    }

    /// Delivers a message given as text; line ends become CRLF.
    public func deliver(_ message: String, to account: MailAccount, from sender: String = "outside@creators.example")
        async throws
    {
        try await deliver(crlf(message), to: account, from: sender)
    }

    /// Gives a mailbox another UIDVALIDITY, as a restored backup does; open sessions on it are ended by Dovecot.
    public func rewriteUIDValidity(in mailbox: String = "INBOX", of account: MailAccount, to value: UInt32) async throws
    {
        try await doveadm(["mailbox", "update", "-u", account.address, "--uid-validity", "\(value)", mailbox])
    }

    /// Ends all sessions of an account, as an administrator would.
    public func kick(_ account: MailAccount) async throws {
        try await doveadm(["kick", account.address])
    }

    /// Runs `doveadm` against this server.
    @discardableResult
    public func doveadm(_ arguments: [String]) async throws -> String {
        try await run("/usr/bin/doveadm", ["-c", folder + "/dovecot.conf"] + arguments)
    }

    /// The account's home; its Maildir lies below as `Maildir`.
    public func home(of account: MailAccount) -> String { "\(folder)/mail/\(account.address)" }

    /// Starts it again on the same ports after `stop` or `kill`.
    public func start() async throws {
        try await process.start { [self] in accepts(imapPort) && accepts(imapsPort) && accepts(lmtpPort) }
    }

    /// Ends it in order; sessions are told BYE.
    public func stop() async throws { try await process.stop() }

    /// Ends it and all its sessions with SIGKILL.
    public func kill() async throws { try await process.kill9() }

    /// Freezes it with all sessions: connections stay open and nobody answers.
    public func pause() { process.pause() }

    /// Lets a frozen server go on.
    public func resume() { process.resume() }

    /// Processor time of all of its processes so far, in seconds.
    public var processorTime: Double { process.processorTime }

    /// The server's log so far.
    public func logText() throws -> String { try Files.text(folder + "/dovecot.log") }

    /// The socket where Postfix asks for SASL.
    var authSocket: String { folder + "/run/auth-postfix" }

    /// One passwd-file per account, because Dovecot looks at most once a second whether a file it knows has changed.
    /// No auth penalty, because one wrong password would slow down every later login from loopback.
    private func configuration(_ identity: CertificateAuthority.Identity, _ settings: [String]) -> String {
        """
        base_dir = \(folder)/run
        state_dir = \(folder)/state
        log_path = \(folder)/dovecot.log
        protocols = imap lmtp
        listen = 127.0.0.1
        ssl = yes
        ssl_cert = <\(identity.certificateFile)
        ssl_key = <\(identity.keyFile)
        disable_plaintext_auth = no
        auth_mechanisms = plain login
        auth_failure_delay = 0
        auth_cache_size = 0
        first_valid_uid = 1
        mail_location = maildir:~/Maildir
        mail_max_userip_connections = 1000
        mailbox_list_index = yes
        passdb {
          driver = passwd-file
          args = username_format=%u \(folder)/users/%u
        }
        userdb {
          driver = passwd-file
          args = username_format=%u \(folder)/users/%u
        }
        namespace inbox {
          inbox = yes
        \(specialMailboxes)
        }
        service imap-login {
          inet_listener imap {
            port = \(imapPort)
          }
          inet_listener imaps {
            port = \(imapsPort)
            ssl = yes
          }
          service_count = 0
          client_limit = 1000
        }
        service imap {
          process_limit = 1000
        }
        service anvil {
          client_limit = 4000
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        service auth {
          client_limit = 4000
          unix_listener auth-postfix {
            mode = 0666
          }
        }
        service lmtp {
          inet_listener lmtp {
            port = \(lmtpPort)
          }
        }
        service stats {
          client_limit = 4000
        }
        \(settings.joined(separator: "\n"))

        """
    }

    private var specialMailboxes: String {
        ["Sent", "Drafts", "Junk", "Trash", "Archive"].map {
            "  mailbox \($0) {\n    auto = subscribe\n    special_use = \\\($0)\n  }"
        }.joined(separator: "\n")
    }

    /// Numbers nobody else on a Debian machine has.
    private var firstUID: Int { 62_000 }
}
