import Storage

/// Settles batches one after the other while whoever gives them reads on: one is under way at most.
final class BatchSettling {
    typealias Work =
        @Sendable (_ leads: [NewLead], _ place: ImportPlace, _ isLast: Bool) async throws -> [LeadAdmission]

    private let work: Work
    private var underWay: Task<[LeadAdmission], any Error>?

    init(_ work: @escaping Work) { self.work = work }

    /// Begins with a batch as soon as the one before is settled.
    ///
    /// - Returns: what became of the one before.
    func begin(_ leads: [NewLead], _ place: ImportPlace, isLast: Bool) async throws -> [LeadAdmission] {
        let before = try await end()
        underWay = Task { [work] in try await work(leads, place, isLast) }
        return before
    }

    /// Waits for the batch that is under way.
    func end() async throws -> [LeadAdmission] {
        guard let task = underWay else { return [] }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        underWay = nil
        // What a database says that was cancelled is no fault of it.
        if case .failure = result { try Task.checkCancellation() }
        return try result.get()
    }

    /// Nothing is written any more behind this.
    func abandon() async {
        underWay?.cancel()
        _ = await underWay?.result
        underWay = nil
    }
}
