import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The file system access that settings need, as a value, so that tests can replace it.
struct Files: Sendable {
    /// Whether anything exists at this path.
    var exists: @Sendable (String) -> Bool
    /// The content of a regular file, up to a limit in bytes; nil where it cannot be read.
    var content: @Sendable (_ path: String, _ limit: Int) -> [UInt8]?

    static let system = Files(
        exists: { access($0, F_OK) == 0 },
        content: { path, limit in isFile(path) ? bytes(of: path, limit: limit) : nil })

    private static func isFile(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    }

    private static func bytes(of path: String, limit: Int) -> [UInt8]? {
        // Whatever the reason: the caller says what to do about an unreadable file.
        guard let file = try? FileDescriptor.open(FilePath(path), .readOnly) else { return nil }
        return try? file.closeAfter {
            var content: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while content.count < limit {
                let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
                guard count > 0 else { break }
                content += buffer[..<count]
            }
            return content
        }
    }
}
