/// Debian packages that cannot be installed beside Dovecot, unpacked by `.ci/setup --tests`.
enum UnpackedPackages {
    static let folder = "/var/cache/mosaic-test-servers"

    /// For the programs' own shared libraries.
    static let environment = [
        "LD_LIBRARY_PATH": "\(folder)/usr/lib/x86_64-linux-gnu:\(folder)/usr/lib/aarch64-linux-gnu:\(folder)/usr/lib"
    ]

    /// The full path of a program such as `usr/lib/cyrus/bin/master`.
    static func program(_ path: String) throws -> String {
        let full = "\(folder)/\(path)"
        guard Files.exists(full) else { throw TestServerError("\(full) is missing; run .ci/setup --tests") }
        return full
    }
}
