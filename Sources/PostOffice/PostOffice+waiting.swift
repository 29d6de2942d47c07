/// Waiting for something to happen, without polling and without sleeping.
extension PostOffice {
    /// One element now and one after every change; changes that come faster than they are read count once.
    package func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let watcher = watch(nil) { continuation.yield() }
        continuation.onTermination = { [weak self] _ in self?.unwatch(watcher) }
        continuation.yield()
        return stream
    }

    /// Suspends until the world satisfies `condition`, which is checked after every change.
    package func until(_ condition: @Sendable (MailWorld) throws -> Bool) async throws {
        for await _ in changes() where try read(condition) { return }
        throw CancellationError()
    }

    /// Every accepted mail from number `first`, past and future. It reads the world's own list, so a slow reader loses nothing and
    /// buffers nothing.
    package func acceptedMails(from first: Int = 0) -> AcceptedMails {
        AcceptedMails(office: self, first: first)
    }
}

/// The accepted mails of a post office in order, without end; cancelling the reading task ends it.
package struct AcceptedMails: AsyncSequence, Sendable {
    package typealias Element = AcceptedMail

    let office: PostOffice
    let first: Int

    package func makeAsyncIterator() -> Iterator {
        Iterator(office: office, changes: office.changes().makeAsyncIterator(), next: first)
    }

    /// Remembers the number of the next mail.
    package struct Iterator: AsyncIteratorProtocol {
        let office: PostOffice
        var changes: AsyncStream<Void>.Iterator
        var next: Int

        package mutating func next() async -> AcceptedMail? {
            while !Task.isCancelled {
                if let mail = office.read({ next < $0.accepted.count ? $0.accepted[next] : nil }) {
                    next += 1
                    return mail
                }
                guard await changes.next(isolation: #isolation) != nil else { return nil }
            }
            return nil
        }
    }
}
