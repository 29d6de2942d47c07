#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Names a process among all that share a database, so that the next process on this machine can tell that it is dead and need
/// not wait for its leases to expire.
package struct ProcessIdentity: Sendable, Hashable, CustomStringConvertible {
    let host: String
    /// The machine's boot and the namespace of its process ids, in which they have a meaning
    /// (`/proc/sys/kernel/random/boot_id`, namespaces(7)). Two containers share the boot and often the host name, and machines are
    /// cloned together with their names.
    let boot: String
    let pid: Int32
    /// Clock ticks between boot and the process's start (`/proc/PID/stat`, field 22): tells a reused pid.
    let started: String

    /// This process.
    package static var current: ProcessIdentity {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let pid = getpid()
        return ProcessIdentity(
            host: String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self),
            boot: (contents(of: "/proc/sys/kernel/random/boot_id") ?? "") + processNamespace, pid: pid,
            started: startTime(of: pid) ?? "")
    }

    package var description: String { "\(host)/\(boot)/\(pid)/\(started)" }

    init(host: String, boot: String, pid: Int32, started: String) {
        self.host = host
        self.boot = boot
        self.pid = pid
        self.started = started
    }

    /// Reads a description back; nil when it is not one.
    package init?(_ description: String) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, let pid = Int32(parts[2]) else { return nil }
        self.init(host: String(parts[0]), boot: String(parts[1]), pid: pid, started: String(parts[3]))
    }

    /// Whether `other` has certainly ended. This is known only for processes in the same boot and the same namespace; the leases of
    /// others have to expire.
    func knowsToBeDead(_ other: ProcessIdentity) -> Bool {
        guard other.host == host, other.boot == boot, !boot.isEmpty else { return false }
        return Self.startTime(of: other.pid) != other.started
    }

    private static var processNamespace: String {
        var facts = stat()
        return stat("/proc/self/ns/pid", &facts) == 0 ? ":\(facts.st_ino)" : ""
    }

    private static func startTime(of pid: Int32) -> String? {
        // Fields are counted after the command name, which may hold spaces and parentheses (proc(5)).
        guard let stat = contents(of: "/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        return fields.count > 19 && fields[0] != "Z" ? String(fields[19]) : nil
    }

    private static func contents(of path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n").first.map(String.init)
    }
}
