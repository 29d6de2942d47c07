#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The source of an argument that names a file.
package enum InputText {
    /// All of the file, or of standard input for `-`. A person who has to type it is told so.
    package static func bytes(of path: String) throws(OperationFailure) -> [UInt8] {
        if path == "-", isatty(STDIN_FILENO) == 1 {
            let hint = Array("Reading from the terminal; Ctrl+D ends it.\n".utf8)
            _ = write(STDERR_FILENO, hint, hint.count)
        }
        let file = try OpenFile(path)
        var bytes: [UInt8] = []
        while let piece = try file.read() { bytes += piece }
        return bytes
    }
}

/// A file, or standard input for `-`, read in pieces.
struct OpenFile: ~Copyable {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(OperationFailure) {
        self.path = path
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw OperationFailure(.unusable, "\(path) cannot be read: \(String(cString: strerror(errno))).")
        }
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// The next octets, at most 64 KiB; nil at the end.
    func read() throws(OperationFailure) -> [UInt8]? {
        var failure: Int32 = 0
        let piece = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            var result = 0
            repeat {
                result = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            } while result < 0 && errno == EINTR
            if result < 0 { failure = errno }
            count = max(0, result)
        }
        guard failure == 0 else {
            throw OperationFailure(
                .unusable,
                "\(path == "-" ? "Standard input" : path) cannot be read: \(String(cString: strerror(failure))).")
        }
        return piece.isEmpty ? nil : piece
    }
}

/// The lines of a file, or of standard input for `-`, as they arrive and without line ends.
package struct LineReader: ~Copyable {
    private let file: OpenFile
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    package init(_ path: String) throws(OperationFailure) {
        file = try OpenFile(path)
    }

    /// The next line, which may lack its line end when it is the last; nil at the end.
    package mutating func next() throws(OperationFailure) -> ArraySlice<UInt8>? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return buffer[start..<end].withoutCarriageReturn
            }
            searched = buffer.count
            guard !isAtEnd else { break }
            guard let piece = try file.read() else {
                isAtEnd = true
                continue
            }
            if start > 0 {
                buffer.removeSubrange(..<start)
                searched -= start
                start = 0
            }
            buffer += piece
        }
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return buffer[start...].withoutCarriageReturn
    }
}

extension ArraySlice<UInt8> {
    fileprivate var withoutCarriageReturn: ArraySlice<UInt8> { last == UInt8(ascii: "\r") ? dropLast() : self }

    /// Whether it is only white space.
    package var isBlank: Bool { allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) } }
}
