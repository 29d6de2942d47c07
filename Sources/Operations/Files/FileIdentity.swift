#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Which file a path or a descriptor leads to, and its size in bytes.
package struct FileIdentity: Sendable {
    private let device: UInt64
    private let number: UInt64
    package let size: Int64

    /// - Returns: nil where nothing lies there, or it cannot be seen.
    package init?(path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        self.init(facts)
    }

    /// - Returns: nil where the descriptor is not open.
    package init?(descriptor: Int32) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return nil }
        self.init(facts)
    }

    private init(_ facts: stat) {
        device = UInt64(facts.st_dev)
        number = UInt64(facts.st_ino)
        size = Int64(facts.st_size)
    }

    /// Whether both are one file, whatever its size is by now.
    package func isSame(as other: FileIdentity) -> Bool { device == other.device && number == other.number }
}
