#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Looks at the files that Mosaic reads and writes.
enum FileChecks {
    /// The settings file must be readable by its user alone: it holds passwords.
    static func settingsFile(_ path: String) -> Finding {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            return .ok("settings file", "\(path) is not there: the environment alone is used")
        }
        let mode = String(facts.st_mode & 0o777, radix: 8)
        guard facts.st_mode & 0o077 != 0 else { return .ok("settings file", "\(path), mode \(mode)") }
        return .warning(
            "settings file", "\(path), mode \(mode): others may read your passwords", do: "chmod 600 \(path)")
    }

    /// The log file, or the nearest folder above it that exists, must be writable.
    static func logFile(_ path: String?) -> Finding {
        guard let path else { return .ok("log", "the terminal alone") }
        if access(path, F_OK) == 0 {
            return access(path, W_OK) == 0
                ? .ok("log", path)
                : .failed("log", "\(path) cannot be written", do: "Make it writable, or set LOG_FILE.")
        }
        var folder = path
        repeat { folder = parent(of: folder) } while access(folder, F_OK) != 0 && folder != "/" && folder != "."
        return access(folder, W_OK | X_OK) == 0
            ? .ok("log", "\(path), not there yet")
            : .failed("log", "\(folder) cannot be written", do: "Make it writable, or set LOG_FILE.")
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
