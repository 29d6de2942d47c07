/// Bytes on their way to the server, at one fixed address until they are gone.
///
/// OpenSSL wants a refused write repeated with the same pointer and length (SSL_write(3)), so they live in memory of
/// their own, and ``next`` is the same until ``advance(by:)``.
struct OutgoingBytes: ~Copyable {
    /// The most offered at once: enough to fill a socket buffer, little enough to notice replies in between.
    private static let maxPiece = 64 << 10

    private var bytes: UnsafeMutableRawBufferPointer?
    private var position = 0

    deinit { bytes?.deallocate() }

    var isEmpty: Bool { bytes == nil }

    /// Replaces what is there: a dialogue that takes turns has only one thing to say at a time.
    mutating func put(_ content: [UInt8]) {
        clear()
        guard !content.isEmpty else { return }
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 1)
        memory.copyBytes(from: content)
        bytes = memory
    }

    /// The piece to write now.
    var next: UnsafeRawBufferPointer? {
        guard let bytes else { return nil }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<min(position + Self.maxPiece, bytes.count)])
    }

    mutating func advance(by count: Int) {
        position += count
        if position >= bytes?.count ?? 0 { clear() }
    }

    mutating func clear() {
        bytes?.deallocate()
        bytes = nil
        position = 0
    }
}
