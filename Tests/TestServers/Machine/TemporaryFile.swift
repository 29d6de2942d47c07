import Glibc

/// Files in a fresh folder for one test.
public enum TemporaryFile {
    public static func folder() throws -> String { try RunFolder.fresh("files") }

    public static func file(_ name: String, _ contents: String) throws -> String {
        let path = "\(try folder())/\(name)"
        append(contents, to: path)
        return path
    }

    /// Appends in place, as a logger does: it stays the same file.
    public static func append(_ contents: String, to path: String) {
        guard let file = fopen(path, "a") else { return }
        fputs(contents, file)
        fclose(file)
    }

    /// - Parameter mode: as chmod(2) takes it, such as 0o600.
    public static func setMode(_ mode: UInt32, of path: String) -> Bool { chmod(path, mode) == 0 }
}
