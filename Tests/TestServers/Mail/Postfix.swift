import Glibc

/// A Postfix of our own in front of a Dovecot: submission with AUTH for us, an open door for the outside's mail.
///
/// Mail to registered addresses lands in the Dovecot's mailboxes, ours and the outside's; none ever leaves the machine.
/// Needs root: Postfix's master changes users.
public final class Postfix: Sendable {
    /// Submission (RFC 6409) with STARTTLS and, inside TLS, AUTH; on 127.0.0.1.
    public let submissionPort: UInt16
    /// Submission over implicit TLS (RFC 8314); on 127.0.0.1.
    public let submissionsPort: UInt16
    /// Where other mail servers hand over mail for our domains, without AUTH; on 127.0.0.1.
    public let exchangePort: UInt16
    /// The PEM file of the authority that signed its certificate for `localhost` and `127.0.0.1`.
    public let caFile: String
    /// Our own domain.
    public static let home = "mosaic.test"
    /// The domain of everybody else; mail for it takes one more hop, to a server that plays the outside.
    public static let outside = "creators.example"
    private let outsidePort: UInt16
    let tables: PostfixTables
    private let folder: String
    private let process: ServerProcess

    private init(caFile: String, folder: String) throws {
        submissionPort = try FreePort.next()
        submissionsPort = try FreePort.next()
        exchangePort = try FreePort.next()
        outsidePort = try FreePort.next()
        self.caFile = caFile
        self.folder = folder
        tables = PostfixTables(folder: folder + "/tables", configuration: folder + "/etc")
        // -d stays in the foreground (master(8)).
        let program = Program(
            executable: "/usr/lib/postfix/sbin/master", arguments: ["-c", folder + "/etc", "-d"],
            environment: ["MAIL_CONFIG": folder + "/etc"])
        process = ServerProcess("postfix", program, log: folder + "/master.log")
    }

    /// Starts one that authenticates against the Dovecot and delivers to it.
    /// - Parameter settings: lines of main.cf that replace ours, such as `["message_size_limit": "20000"]`.
    public static func start(with dovecot: Dovecot, settings: [String: String] = [:]) async throws -> Postfix {
        guard geteuid() == 0 else {
            throw TestServerError("Postfix changes users and needs root; run the tests as root")
        }
        let identity = try await dovecot.authority.issue()
        let server = try Postfix(caFile: dovecot.caFile, folder: try RunFolder.fresh("postfix"))
        let folder = server.folder
        for name in ["etc", "tables", "spool", "spool/pid"] { try Files.makeFolder("\(folder)/\(name)") }
        try server.makeQueue()
        let lines = server.mainSettings(dovecot, identity).merging(settings) { $1 }
        try Files.write(lines.map { "\($0) = \($1)\n" }.joined(), to: folder + "/etc/main.cf")
        try Files.write(server.services(dovecot), to: folder + "/etc/master.cf")
        try await blocking { try server.tables.writeAll() }
        try await server.start()
        return server
    }

    /// Opens mailboxes at its door; their accounts must exist in the Dovecot.
    public func add(_ accounts: [MailAccount]) async throws {
        try await blocking { [tables] in try tables.addMailboxes(accounts.map(\.address)) }
    }

    /// Decides what happens to mail for an address from the next connection on; `nil` delivers again.
    public func setFate(_ fate: RecipientFate?, of address: String) async throws {
        try await blocking { [tables] in try tables.setFate(fate, of: address) }
    }

    /// Hands over a message as another server of the outside would, such as a creator's reply.
    public func receive(_ message: String, from sender: String, to account: MailAccount) async throws {
        let transaction = MailTransaction(greeting: .smtp, sender: sender, recipient: account.address)
        let port = exchangePort
        try await blocking { try transaction.perform(crlf(message), port: port) }
    }

    /// The queued messages, one JSON object a line (postqueue(1) `-j`).
    public func queue() async throws -> [String] {
        try await run("/usr/sbin/postqueue", ["-c", folder + "/etc", "-j"]).split(separator: "\n").map(String.init)
    }

    /// Tries everything that waits in the queue now.
    public func flush() async throws {
        try await run("/usr/sbin/postqueue", ["-c", folder + "/etc", "-f"])
    }

    /// Waits until the mail log holds a text, such as `status=deferred`.
    /// - Throws: `TestServerError` after 20 s.
    public func logs(_ text: String) async throws {
        try await blocking { [self] in
            guard try eventually(within: 20, { try logText().contains(text) }) else {
                throw TestServerError("Postfix did not log \"\(text)\":\n\(Files.tail(folder + "/mail.log"))")
            }
        }
    }

    /// The mail log so far.
    public func logText() throws -> String { try Files.text(folder + "/mail.log") }

    /// Starts it again on the same ports and queue after `stop` or `kill`.
    public func start() async throws {
        try await process.start { [self] in [submissionPort, submissionsPort, exchangePort].allSatisfy(accepts) }
    }

    /// Ends it in order.
    public func stop() async throws { try await process.stop() }

    /// Ends it and all its daemons with SIGKILL; what it accepted stays in its queue.
    public func kill() async throws { try await process.kill9() }

    /// Freezes it: connections stay open and nobody answers.
    public func pause() { process.pause() }

    /// Lets a frozen server go on.
    public func resume() { process.resume() }

    /// The queue's folders with the owners and modes of Postfix's own `postfix-files`; `postfix check` would take 2 s.
    private func makeQueue() throws {
        let owner = try SystemUser(named: "postfix")
        let dropbox = try SystemUser(named: "postfix", group: "postdrop")
        try Files.makeFolder(folder + "/data", mode: 0o700, owner: owner)
        for name in [
            "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved",
            "trace",
        ] {
            try Files.makeFolder("\(folder)/spool/\(name)", mode: 0o700, owner: owner)
        }
        try Files.makeFolder(folder + "/spool/maildrop", mode: 0o1730, owner: dropbox)
        try Files.makeFolder(folder + "/spool/public", mode: 0o2710, owner: dropbox)
    }

    private func mainSettings(
        _ dovecot: Dovecot, _ identity: CertificateAuthority.Identity
    ) -> [String: String] {
        let places = [
            "queue_directory": folder + "/spool", "data_directory": folder + "/data",
            "maillog_file": folder + "/mail.log", "maillog_file_prefixes": folder,
            "smtpd_tls_cert_file": identity.certificateFile, "smtpd_tls_key_file": identity.keyFile,
            "smtpd_sasl_type": "dovecot", "smtpd_sasl_path": dovecot.authSocket,
            "virtual_transport": store(of: dovecot),
            "transport_maps": "inline:{ \(Self.outside)=smtp:[127.0.0.1]:\(outsidePort) }",
        ]
        return places.merging(tables.settings) { $1 }.merging(Self.rules) { $1 }
    }

    private static let rules = [
        "compatibility_level": "3.6", "inet_interfaces": "127.0.0.1", "inet_protocols": "ipv4",
        "myhostname": "mail.mosaic.test", "mydestination": "", "alias_maps": "", "local_recipient_maps": "",
        // Nobody is trusted by address alone: loopback has to log in, too.
        "mynetworks": "192.0.2.1/32", "smtpd_client_connection_count_limit": "0",
        "virtual_mailbox_domains": "\(home) \(outside)",
        "default_transport": "error:5.7.1 no mail leaves this machine", "smtpd_tls_security_level": "may",
        "smtpd_tls_auth_only": "yes", "smtpd_sasl_security_options": "noanonymous", "smtputf8_enable": "yes",
        "smtpd_peername_lookup": "no",
        // A kept connection would not see changed tables.
        "smtp_connection_cache_on_demand": "no",
        "minimal_backoff_time": "1s", "maximal_backoff_time": "2s", "queue_run_delay": "1s",
    ]

    private func store(of dovecot: Dovecot) -> String { "lmtp:inet:127.0.0.1:\(dovecot.lmtpPort)" }

    private func services(_ dovecot: Dovecot) -> String {
        """
        127.0.0.1:\(submissionPort) inet n - n - - smtpd
          -o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
        127.0.0.1:\(submissionsPort) inet n - n - - smtpd
          -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes
          -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
        127.0.0.1:\(exchangePort) inet n - n - - smtpd
          -o smtpd_relay_restrictions=reject_unauth_destination
        127.0.0.1:\(outsidePort) inet n - n - - smtpd
          -o myhostname=mx.creators.example -o content_filter=\(store(of: dovecot)) -o smtpd_relay_restrictions=reject_unauth_destination
          -o smtpd_recipient_restrictions=check_recipient_access,\(tables.outside)
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        showq unix n - n - - showq
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        lmtp unix - - n - - lmtp
        smtp unix - - n - - smtp
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd

        """
    }
}
