#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Raw bytes on standard output; ``Terminal`` is for text that people read.
enum RawOutput: Int32 {
    case standard = 1
    case error = 2

    /// - Throws: ``OutputCut`` when they cannot be written, as on a full disk: a file cut short must not look whole.
    static func write(_ bytes: [UInt8], to output: RawOutput = .standard) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { put(output.rawValue, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                throw OutputCut(reason: String(cString: strerror(errno)))
            }
            rest = rest.dropFirst(written)
        }
    }

    private static func put(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.write(file, bytes, count)
        #else
        Musl.write(file, bytes, count)
        #endif
    }
}

/// Not all bytes were written.
struct OutputCut: Error, CustomStringConvertible {
    let reason: String

    var description: String { "The output is not whole: writing failed (\(reason))." }
}
