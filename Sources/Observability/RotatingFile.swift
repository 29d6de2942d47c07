#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// An append-only file with a size limit: past it, the file becomes `.1`, the old `.1` becomes `.2`, and so on.
struct RotatingFile: ~Copyable {
    private let path: String
    private let limit: Int
    private let kept: Int
    private var descriptor: Int32 = -1
    private var size = 0

    /// - Parameters:
    ///   - limit: octets after which the file is rotated.
    ///   - kept: the number of rotated files kept.
    init(path: String, limit: Int, kept: Int) {
        self.path = path
        self.limit = limit
        self.kept = kept
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Appends a line in one write. False when the file cannot be written, as on a full disk; the next line tries again.
    mutating func append(_ line: String) -> Bool {
        var bytes = Array(line.utf8)
        bytes.append(UInt8(ascii: "\n"))
        if size + bytes.count > limit, size > 0 { rotate() }
        guard openIfNeeded() else { return false }
        let written = write(descriptor, bytes, bytes.count)
        guard written == bytes.count else {
            close(descriptor)
            descriptor = -1
            return false
        }
        size += written
        return true
    }

    private mutating func openIfNeeded() -> Bool {
        if descriptor >= 0 { return true }
        makeFolder()
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { return false }
        var facts = stat()
        size = fstat(descriptor, &facts) == 0 ? Int(facts.st_size) : 0
        return true
    }

    private func makeFolder() {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        for end in folder.indices where folder[end] == "/" && end > folder.startIndex {
            mkdir(String(folder[..<end]), 0o750)
        }
        mkdir(folder, 0o750)
    }

    private mutating func rotate() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        size = 0
        for number in stride(from: kept - 1, through: 1, by: -1) {
            rename("\(path).\(number)", "\(path).\(number + 1)")
        }
        rename(path, "\(path).1")
    }
}
