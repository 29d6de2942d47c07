import Glibc

/// A process and everything it started, from `/proc`.
enum ProcessTree {
    /// The process itself first, then its descendants; those that are gone are left out.
    static func members(of root: pid_t) -> [pid_t] {
        var found: [pid_t] = []
        var open = [root]
        while let pid = open.popLast() {
            guard kill(pid, 0) == 0 || errno == EPERM else { continue }
            found.append(pid)
            open += children(of: pid)
        }
        return found
    }

    /// Sends a signal to all of them.
    static func signal(_ signal: Int32, to root: pid_t) {
        for pid in members(of: root) { kill(pid, signal) }
    }

    /// Processor time of all of them, and of what they started and outlived, in seconds.
    static func processorTime(of root: pid_t) -> Double {
        let ticks = members(of: root).reduce(0) { sum, pid in
            let text = (try? Files.text("/proc/\(pid)/stat")) ?? ""
            // Behind the name, which may hold anything: state, and from the twelfth on the times (proc(5)).
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            return sum + fields.dropFirst(11).prefix(4).compactMap { Int($0) }.reduce(0, +)
        }
        return Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func children(of pid: pid_t) -> [pid_t] {
        Files.names(in: "/proc/\(pid)/task").flatMap { thread -> [pid_t] in
            // A process that ended meanwhile has no children.
            guard let text = try? Files.text("/proc/\(pid)/task/\(thread)/children") else { return [] }
            return text.split(separator: " ").compactMap { pid_t($0) }
        }
    }
}
