import Operations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A file to which others append, and which is replaced by a new one when it has grown too long.
struct FollowedFile: ~Copyable {
    private let path: String
    private var descriptor: Int32 = -1
    private var offset: off_t = 0
    private var pending: [UInt8] = []

    init(path: String) {
        self.path = path
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The complete lines added since the last call, those of a replaced file first; empty for a file that does not
    /// exist.
    mutating func newLines() -> [String] {
        var lines = readLines()
        if isReplaced {
            if descriptor >= 0 { close(descriptor) }
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            offset = 0
            pending = []
            lines += readLines()
        }
        return lines
    }

    /// Whether the path leads to a file other than the open one, or that file was truncated.
    private var isReplaced: Bool {
        guard let current = FileIdentity(path: path) else { return false }
        guard descriptor >= 0, let opened = FileIdentity(descriptor: descriptor) else { return true }
        return !opened.isSame(as: current) || current.size < offset
    }

    private mutating func readLines() -> [String] {
        guard descriptor >= 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = pread(descriptor, &buffer, buffer.count, offset)
            guard count > 0 else { break }
            offset += off_t(count)
            pending += buffer[..<count]
        }
        guard let end = pending.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let lines = pending[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
            .map { String(decoding: $0, as: UTF8.self) }
        pending.removeSubrange(...end)
        return lines
    }
}
