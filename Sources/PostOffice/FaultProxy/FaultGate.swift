/// Decides for one direction which part of each piece is forwarded, and what follows. Pure: the proxy performs the steps.
struct FaultGate: Sendable {
    enum Step: Hashable, Sendable {
        case forward([UInt8])
        case pause(Duration)
        case end(StreamFault.End)
    }

    private let fault: StreamFault
    private var passed = 0
    private var hasEnded = false

    init(_ fault: StreamFault) { self.fault = fault }

    /// A limit of 0 ends the direction before its first byte.
    mutating func open() -> [Step] { fault.limit == 0 ? finish() : [] }

    mutating func pass(_ bytes: [UInt8]) -> [Step] {
        guard !hasEnded else { return [] }
        let room = fault.limit.map { max(0, $0 - passed) } ?? bytes.count
        let admitted = bytes.prefix(room)
        passed += admitted.count
        let steps = portions(of: admitted)
        return passed == fault.limit ? steps + finish() : steps
    }

    private mutating func finish() -> [Step] {
        hasEnded = true
        return [.end(fault.end)]
    }

    private func portions(of bytes: ArraySlice<UInt8>) -> [Step] {
        guard let size = fault.dripSize.map({ max(1, $0) }) else {
            return bytes.isEmpty ? [] : [.forward(Array(bytes))]
        }
        return stride(from: bytes.startIndex, to: bytes.endIndex, by: size).flatMap { start in
            [.forward(Array(bytes[start..<min(start + size, bytes.endIndex)])), .pause(fault.dripPause)]
        }
    }
}
