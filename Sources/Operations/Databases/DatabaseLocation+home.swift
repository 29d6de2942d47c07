package import Settings
package import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension DatabaseLocation {
    /// What tells a database from its copies: of a server the cluster and the database in it, of a file the machine and the
    /// file. Nil where that cannot be learned, and nothing follows from it then.
    package func home(of store: Store) async -> String? {
        switch self {
        case .postgres:
            // A server that does not tell is taken for the one it was.
            try? await store.instance.home()
        case .sqlite(let path): path == ":memory:" ? nil : Self.home(ofFile: path)
        }
    }

    /// By its inode: numbers of devices change when a machine starts.
    private static func home(ofFile path: String) -> String? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return "\(Machine.id)/\(facts.st_ino)"
    }
}

private enum Machine {
    /// As machine-id(5) has it; empty where there is none, as in many containers.
    static var id: String {
        let file = open("/etc/machine-id", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)).prefix { $0 > 0x20 }, as: UTF8.self)
    }
}
