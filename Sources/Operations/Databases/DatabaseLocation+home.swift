package import Settings
package import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension DatabaseLocation {
    /// An identity that tells a database from its copies: for a server the cluster and the database in it, for a file the
    /// machine and the file. Nil where it cannot be found out; then nothing is concluded.
    package func home(of store: Store) async -> String? {
        switch self {
        case .postgres:
            // A server that does not tell is taken to be the same as before.
            try? await store.instance.home()
        case .sqlite(let path): path == ":memory:" ? nil : Self.home(ofFile: path)
        }
    }

    /// By its inode: device numbers change when a machine starts.
    private static func home(ofFile path: String) -> String? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return "\(Machine.id)/\(facts.st_ino)"
    }
}

private enum Machine {
    /// The content of machine-id(5); empty where there is none, as in many containers.
    static var id: String {
        let file = open("/etc/machine-id", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)).prefix { $0 > 0x20 }, as: UTF8.self)
    }
}
