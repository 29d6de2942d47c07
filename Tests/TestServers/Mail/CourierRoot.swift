/// The file tree that Courier's programs see as `/`: themselves, their libraries, configuration and the mailboxes.
struct CourierRoot: Sendable {
    /// Holds the tree and the logs.
    let folder: String
    private let accounts: [MailAccount]

    /// The tree.
    var path: String { folder + "/root" }

    static func make(_ accounts: [MailAccount], identity: CertificateAuthority.Identity) async throws -> CourierRoot {
        let root = CourierRoot(folder: try RunFolder.fresh("courier"), accounts: accounts)
        try await run("/bin/sh", ["-euc", copyPrograms, "copy", UnpackedPackages.folder, root.path])
        try Files.write(configuration, to: root.path + "/etc/courier/authdaemonrc")
        let certificate = try Files.read(identity.keyFile) + Files.read(identity.certificateFile)
        try Files.write(certificate, to: root.path + "/etc/courier/imapd.pem")
        // couriertls gives its rights up to this user.
        try Files.write("courier:x:65000:65000::/:\n", to: root.path + "/etc/passwd")
        try Files.write("courier:x:65000:\n", to: root.path + "/etc/group")
        try await root.writeUsers()
        for account in accounts { try root.makeMaildir(of: account) }
        return root
    }

    func owner(of account: MailAccount) throws -> SystemUser {
        guard let index = accounts.firstIndex(of: account) else {
            throw TestServerError("no account \(account.address)")
        }
        return SystemUser(number: 63_000 + index)
    }

    /// The two databases of authuserdb: who and where; passwords.
    private func writeUsers() async throws {
        var places = ""
        var passwords = ""
        for account in accounts {
            let home = "/mail/\(account.address)"
            let owner = try owner(of: account)
            let hash = try await run(
                "/usr/bin/openssl", ["passwd", "-6", "-stdin"], input: Array(account.password.utf8))
            places += "\(account.address)\tuid=\(owner.uid)|gid=\(owner.gid)|home=\(home)|mail=\(home)/Maildir\n"
            passwords += "\(account.address)\timappw=\(hash)"
        }
        try await makeDatabase("userdb.dat", places)
        try await makeDatabase("userdbshadow.dat", passwords)
    }

    private func makeDatabase(_ name: String, _ lines: String) async throws {
        let place = path + "/etc/courier/"
        try await run(
            try UnpackedPackages.program("usr/lib/courier/courier-authlib/makedatprog"),
            ["-", place + "draft", place + name], input: Array((lines + ".\n").utf8),
            environment: UnpackedPackages.environment)
    }

    private func makeMaildir(of account: MailAccount) throws {
        let owner = try owner(of: account)
        let home = "\(path)/mail/\(account.address)"
        try Files.makeFolder(home, owner: owner)
        for box in ["", "/.Sent", "/.Drafts", "/.Junk", "/.Trash"] {
            for part in ["", "/cur", "/new", "/tmp"] {
                try Files.makeFolder("\(home)/Maildir\(box)\(part)", owner: owner)
            }
        }
    }

    private static let configuration = """
        authmodulelist="authuserdb"
        authmodulelistorig="authuserdb"
        daemons=3
        authdaemonvar=/run/courier/authdaemon
        DEBUG_LOGIN=0
        DEFAULTOPTIONS=""

        """

    private static let copyPrograms = """
        from=$1 to=$2
        mkdir -p "$to/dev" "$to/tmp" "$to/etc/courier" "$to/run/courier/authdaemon" "$to/mail" "$to/usr/bin" "$to/usr/sbin"
        mkdir -p "$to/usr/lib"
        cp -a "$from/usr/bin/imapd" "$from/usr/bin/couriertls" "$to/usr/bin"
        cp -a "$from/usr/sbin/couriertcpd" "$to/usr/sbin"
        cp -a "$from/usr/lib/courier" "$from/usr/lib/courier-authlib" "$from"/usr/lib/libcourier* "$to/usr/lib"
        LD_LIBRARY_PATH=$from/usr/lib ldd "$to"/usr/*bin/* "$to"/usr/lib/courier/courier*/[ai]* "$to"/usr/lib/courier-authlib/*db.so \\
            | grep -oE '/[^ ]+ \\(0x' | cut -d' ' -f1 | sort -u | grep -v "^$from" \\
            | while read -r library; do cp -L --parents "$library" "$to"; done
        mknod -m 666 "$to/dev/null" c 1 3
        mknod -m 666 "$to/dev/urandom" c 1 9
        """
}
