import Glibc

/// A Cyrus IMAP of our own: CONDSTORE, QRESYNC, MOVE, lower-case SPECIAL-USE, and one uid for all mailboxes.
///
/// Mailboxes come into being at the account's first login, with Sent, Drafts, Junk and Trash. Needs root.
public final class CyrusServer: IMAPServer {
    /// IMAP in clear and with STARTTLS, on 127.0.0.1.
    public let imapPort: UInt16
    /// IMAP over TLS, on 127.0.0.1.
    public let imapsPort: UInt16
    /// LMTP, on 127.0.0.1; takes mail for accounts that logged in once.
    public let lmtpPort: UInt16
    /// The PEM file of the authority that signed its certificate for `localhost` and `127.0.0.1`.
    public let caFile: String
    private let process: ServerProcess

    private init(caFile: String, folder: String) throws {
        imapPort = try FreePort.next()
        imapsPort = try FreePort.next()
        lmtpPort = try FreePort.next()
        self.caFile = caFile
        let program = Program(
            executable: try UnpackedPackages.program("usr/lib/cyrus/bin/master"),
            arguments: ["-D", "-C", folder + "/imapd.conf", "-M", folder + "/cyrus.conf", "-p", folder + "/pid"],
            environment: UnpackedPackages.environment)
        process = ServerProcess("cyrus", program, log: folder + "/log")
    }

    /// Starts one with these accounts.
    public static func start(_ accounts: [MailAccount]) async throws -> CyrusServer {
        guard geteuid() == 0 else { throw TestServerError("Cyrus changes users and needs root; run the tests as root") }
        let authority = try await CertificateAuthority.make()
        let identity = try await authority.issue()
        let folder = try RunFolder.fresh("cyrus")
        let owner = try SystemUser(named: owner)
        for name in ["", "/conf", "/spool", "/proc", "/sockets"] { try Files.makeFolder(folder + name, owner: owner) }
        // Cyrus reads its key as its own user.
        try Files.give(identity.keyFile, to: owner)
        try await storePasswords(of: accounts, in: folder + "/sasldb2", for: owner)
        let server = try CyrusServer(caFile: authority.caFile, folder: folder)
        try Files.write(server.configuration(folder, identity), to: folder + "/imapd.conf")
        try Files.write(try server.services(folder), to: folder + "/cyrus.conf")
        try await server.start()
        return server
    }

    /// Starts it again on the same ports after `stop` or `kill`.
    public func start() async throws {
        try await process.start { [self] in [imapPort, imapsPort, lmtpPort].allSatisfy(accepts) }
    }

    /// Ends it in order: open sessions may finish their command (SIGQUIT, master(8)).
    public func stop() async throws { try await process.stop(SIGQUIT) }

    /// Ends it and all its sessions with SIGKILL.
    public func kill() async throws { try await process.kill9() }

    /// Freezes it with all sessions: connections stay open and nobody answers.
    public func pause() { process.pause() }

    /// Lets a frozen server go on.
    public func resume() { process.resume() }

    /// Delivers over LMTP.
    public func deliver(_ message: String, to account: MailAccount, from sender: String = "outside@creators.example")
        async throws
    {
        let transaction = MailTransaction(greeting: .lmtp, sender: sender, recipient: account.address)
        let port = lmtpPort
        try await blocking { try transaction.perform(crlf(message), port: port) }
    }

    /// Its package would make a user `cyrus`; any user without rights will do.
    private static let owner = "nobody"

    private static func storePasswords(of accounts: [MailAccount], in file: String, for owner: SystemUser) async throws
    {
        for account in accounts {
            let user = account.address.split(separator: "@").first ?? ""
            try await run(
                "/usr/sbin/saslpasswd2", ["-p", "-c", "-f", file, "-u", account.domain, String(user)],
                input: Array(account.password.utf8))
        }
        if !accounts.isEmpty { try Files.give(file, to: owner) }
    }

    private func configuration(_ folder: String, _ identity: CertificateAuthority.Identity) -> String {
        """
        configdirectory: \(folder)/conf
        partition-default: \(folder)/spool
        defaultpartition: default
        proc_path: \(folder)/proc
        idlesocket: \(folder)/sockets/idle
        lmtpsocket: \(folder)/sockets/lmtp
        notifysocket: \(folder)/sockets/notify
        cyrus_user: \(Self.owner)
        servername: cyrus.mosaic.test
        virtdomains: userid
        unixhierarchysep: yes
        altnamespace: yes
        allowplaintext: yes
        tls_server_cert: \(identity.certificateFile)
        tls_server_key: \(identity.keyFile)
        sasl_pwcheck_method: auxprop
        sasl_auxprop_plugin: sasldb
        sasl_sasldb_path: \(folder)/sasldb2
        sasl_mech_list: PLAIN LOGIN
        autocreate_quota: 0
        autocreate_inbox_folders: Sent | Drafts | Junk | Trash
        autocreate_subscribe_folders: Sent | Drafts | Junk | Trash
        xlist-sent: Sent
        xlist-drafts: Drafts
        xlist-junk: Junk
        xlist-trash: Trash

        """
    }

    private func services(_ folder: String) throws -> String {
        let programs = try UnpackedPackages.program("usr/lib/cyrus/bin")
        func command(_ name: String) -> String { "\(programs)/\(name) -C \(folder)/imapd.conf" }
        return """
            START {
              recover cmd="\(command("ctl_cyrusdb")) -r"
            }
            SERVICES {
              imap cmd="\(command("imapd"))" listen="127.0.0.1:\(imapPort)"
              imaps cmd="\(command("imapd")) -s" listen="127.0.0.1:\(imapsPort)"
              lmtp cmd="\(command("lmtpd")) -a" listen="127.0.0.1:\(lmtpPort)"
            }
            DAEMON {
              idled cmd="\(command("idled"))"
            }
            EVENTS {
            }

            """
    }
}
