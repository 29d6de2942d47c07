import Glibc
import TestServers

/// Files in a fresh folder for one test.
enum TemporaryFile {
    static func folder() throws -> String { try RunFolder.fresh("files") }

    static func file(_ name: String, _ contents: String) throws -> String {
        let path = "\(try folder())/\(name)"
        append(contents, to: path)
        return path
    }

    /// Appends in place, as a logger does: it stays the same file.
    static func append(_ contents: String, to path: String) {
        guard let file = fopen(path, "a") else { return }
        fputs(contents, file)
        fclose(file)
    }

    static func setMode(_ mode: mode_t, of path: String) -> Bool { chmod(path, mode) == 0 }
}
