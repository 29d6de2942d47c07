/// Messages of a FETCH between the event loop, which fills it, and the caller, who takes them in batches.
///
/// Crossing threads costs far more than a message, so whatever has gathered is handed over at once.
struct FetchBuffer {
    typealias Batch = Result<[FetchedMessage]?, IMAPError>

    /// Above this the connection is not read any further; the server then waits on TCP.
    static let highWater = 1 << 20

    private var messages: [FetchedMessage] = []
    private var octets = 0
    private var end: Result<Void, IMAPError>?
    private var waiter: CheckedContinuation<Batch, Never>?

    var isFull: Bool { octets >= Self.highWater }

    mutating func append(_ message: FetchedMessage) {
        messages.append(message)
        octets += 256
        for section in message.sections.values { octets += section.count }
    }

    mutating func finish(_ end: Result<Void, IMAPError>) {
        self.end = end
        wake()
    }

    /// Hands gathered messages to a waiting caller; called once per read, not per message.
    mutating func wake() {
        guard let waiter, let batch = take() else { return }
        self.waiter = nil
        waiter.resume(returning: batch)
    }

    /// Resumes with the next batch as soon as there is one; nil at the end.
    mutating func next(_ continuation: CheckedContinuation<Batch, Never>) {
        if let batch = take() { continuation.resume(returning: batch) } else { waiter = continuation }
    }

    private mutating func take() -> Batch? {
        // Messages before a failure still count: each is complete.
        guard messages.isEmpty else {
            defer {
                messages = []
                octets = 0
            }
            return .success(messages)
        }
        return end?.map { nil }
    }
}
