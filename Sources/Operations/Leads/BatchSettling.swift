import Storage

/// Settles batches one after the other while the caller reads on: at most one is in progress.
final class BatchSettling {
    typealias Work =
        @Sendable (_ leads: [NewLead], _ place: ImportPlace, _ isLast: Bool) async throws -> [LeadAdmission]

    private let work: Work
    private var underWay: Task<[LeadAdmission], any Error>?

    init(_ work: @escaping Work) { self.work = work }

    /// Begins a batch once the previous one is settled.
    ///
    /// - Returns: the result of the previous batch.
    func begin(_ leads: [NewLead], _ place: ImportPlace, isLast: Bool) async throws -> [LeadAdmission] {
        let before = try await end()
        underWay = Task { [work] in try await work(leads, place, isLast) }
        return before
    }

    /// Waits for the batch in progress.
    func end() async throws -> [LeadAdmission] {
        guard let task = underWay else { return [] }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        underWay = nil
        // An error from a database call that was cancelled is not a fault.
        if case .failure = result { try Task.checkCancellation() }
        return try result.get()
    }

    /// Nothing is written after this.
    func abandon() async {
        underWay?.cancel()
        _ = await underWay?.result
        underWay = nil
    }
}
