#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Checks the files that Mosaic reads and writes.
package enum FileChecks {
    /// The file that is read if no other is named.
    package static let customarySettingsFile = ".env"

    /// The settings file must be readable by its user only: it holds passwords.
    static func settingsFile(_ path: String) -> Finding {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            return path == customarySettingsFile
                ? .ok("settings file", "\(path) is not in this folder: the environment alone is used")
                : .warning("settings file", "\(path) is not there: the environment alone is used", do: "Check --env.")
        }
        let mode = String(facts.st_mode & 0o777, radix: 8)
        guard access(path, R_OK) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            return .failed(
                "settings file", "\(path), mode \(mode): this user cannot read it",
                do: "Run as its owner (sudo -u USER mosaic doctor).")
        }
        guard facts.st_mode & 0o077 != 0 else { return .ok("settings file", "\(path), mode \(mode)") }
        return .warning(
            "settings file", "\(path), mode \(mode): others may read your passwords", do: "chmod 600 \(path)")
    }

    /// The log file must be writable, or it must be possible to create it.
    package static func logFile(_ path: String?) -> Finding {
        guard let path else { return .ok("log", "the terminal alone") }
        switch place(path) {
        case .writable: return .ok("log", path)
        case .possible: return .ok("log", "\(path), not there yet")
        case .impossible(let reason): return .failed("log", reason, do: "Make it writable, or set LOG_FILE.")
        }
    }

    /// The access to a file.
    enum Place: Hashable {
        case writable
        /// It does not exist, but can be created, together with its folders.
        case possible
        /// Neither; with a sentence that says why.
        case impossible(String)
    }

    /// Checks a file that is to be written. Leaves everything as it was.
    static func place(_ path: String) -> Place {
        var facts = stat()
        if stat(path, &facts) == 0 {
            guard facts.st_mode & S_IFMT != S_IFDIR else { return .impossible("\(path) is a folder, not a file") }
            return access(path, W_OK) == 0 ? .writable : .impossible("\(path) cannot be written by this user")
        }
        var folder = path
        repeat { folder = parent(of: folder) } while access(folder, F_OK) != 0 && folder != "/" && folder != "."
        return canHold(folder)
            ? .possible : .impossible("nothing can be made in \(folder), so \(path) cannot be written")
    }

    /// By trying: access(2) says otherwise for root, and for file systems like /proc.
    private static func canHold(_ folder: String) -> Bool {
        let probe = "\(folder)/.mosaic-doctor-\(getpid())"
        guard mkdir(probe, 0o700) == 0 else { return false }
        rmdir(probe)
        return true
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
