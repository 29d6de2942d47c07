import Glibc

/// The few file operations servers need, without Foundation.
enum Files {
    static func write(_ text: String, to path: String, mode: mode_t = 0o644) throws {
        try write(Array(text.utf8), to: path, mode: mode)
    }

    /// Writes beside the target and renames over it, so a server that reads the file meanwhile sees old or new, never half.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o644) throws {
        let draft = path + ".new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw TestServerError.system("open \(draft)") }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw TestServerError.system("write \(draft)") }
            written += count
        }
        guard fchmod(descriptor, mode) == 0, rename(draft, path) == 0 else {
            throw TestServerError.system("write \(path)")
        }
    }

    static func read(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw TestServerError.system("open \(path)") }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw TestServerError.system("read \(path)") }
            if count == 0 { return contents }
            contents += chunk[..<count]
        }
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try read(path), as: UTF8.self)
    }

    /// The end of a log, for error sentences; empty when there is no such file.
    static func tail(_ path: String, lines: Int = 15) -> String {
        // A missing log only makes the sentence shorter.
        let text = (try? text(path)) ?? ""
        return text.split(separator: "\n").suffix(lines).joined(separator: "\n")
    }

    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// Makes a folder where there is none; with an owner it is given away, when we are root.
    static func makeFolder(_ path: String, mode: mode_t = 0o755, owner: SystemUser? = nil) throws {
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw TestServerError.system("mkdir \(path)") }
        if let owner, geteuid() == 0 { try give(path, to: owner) }
        // After chown, which would take the set-group bit away.
        guard chmod(path, mode) == 0 else { throw TestServerError.system("chmod \(path)") }
    }

    static func give(_ path: String, to owner: SystemUser) throws {
        guard chown(path, owner.uid, owner.gid) == 0 else { throw TestServerError.system("chown \(path)") }
    }

    /// - Parameter seconds: since 1970.
    static func setModificationTime(of path: String, to seconds: Int) throws {
        let time = timeval(tv_sec: seconds, tv_usec: 0)
        guard utimes(path, [time, time]) == 0 else { throw TestServerError.system("utimes \(path)") }
    }

    /// The names in a folder, sorted; empty when it does not exist.
    static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
