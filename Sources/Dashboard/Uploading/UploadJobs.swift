import Correspondence
import Operations
import Storage
import Synchronization
import Text

/// Reads and imports uploaded files, one after the other and in the background: a file of a million rows takes its time.
///
/// Its state belongs to this process alone. An import that ends with the process continues when somebody asks again.
final class UploadJobs: Sendable {
    enum Work: Sendable, Hashable {
        case reading, importing
    }

    /// The progress of one file.
    struct Job: Sendable {
        let work: Work
        /// The user in whose name it runs.
        let person: String
        var rows = 0
        var report: LeadImportReport?
        /// Why it ended without a report; a sentence.
        var failure: String?

        var isOver: Bool { report != nil || failure != nil }
    }

    private struct State {
        var jobs: [String: Job] = [:]
        var running: (id: String, task: Task<Void, Never>)?
        var waiting: [String] = []
    }

    /// Files that may wait in line.
    private static let most = 20

    private let store: Store
    private let folder: UploadFolder
    private let isForbidden: @Sendable (EmailAddress) -> Bool
    private let state = Mutex(State())
    private let (calls, caller) = AsyncStream.makeStream(of: String.self)

    init(
        _ store: Store, _ folder: UploadFolder,
        _ isForbidden: @escaping @Sendable (EmailAddress) -> Bool = { _ in false }
    ) {
        self.isForbidden = isForbidden
        self.store = store
        self.folder = folder
    }

    subscript(id: String) -> Job? { state.withLock { $0.jobs[id] } }

    /// Begins, unless the file is being read or imported already.
    ///
    /// - Returns: false when too many wait.
    func begin(_ work: Work, _ upload: Upload, as person: String) -> Bool {
        let isNew = state.withLock { state -> Bool? in
            if let job = state.jobs[upload.id], !job.isOver { return false }
            guard state.waiting.count < Self.most else { return nil }
            state.jobs[upload.id] = Job(work: work, person: person)
            state.waiting.append(upload.id)
            return true
        }
        if isNew == true { caller.yield(upload.id) }
        return isNew != nil
    }

    /// Stops and forgets a file; leads made from it stay.
    func cancel(_ id: String) {
        let task = state.withLock { state in
            state.jobs[id] = nil
            state.waiting.removeAll { $0 == id }
            return state.running?.id == id ? state.running?.task : nil
        }
        task?.cancel()
    }

    /// Waits until it is over, but at most this long: quick results are shown at once.
    func wait(for id: String, atMost limit: Duration = .milliseconds(1_500)) async {
        let end = ContinuousClock.now + limit
        while let job = self[id], !job.isOver, .now < end, !Task.isCancelled {
            // Ends with the request.
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Works until cancelled.
    func run() async {
        await withTaskCancellationHandler {
            for await id in calls {
                guard
                    let job = state.withLock({ state -> Job? in
                        state.waiting.removeAll { $0 == id }
                        return state.jobs[id]
                    }), let upload = folder.upload(id)
                else { continue }
                // One at a time: a separate task only so that it can be cancelled separately.
                let task = Task { await perform(job, upload) }
                state.withLock { $0.running = (id, task) }
                await withTaskCancellationHandler {
                    await task.value
                } onCancel: {
                    task.cancel()
                }
                state.withLock { $0.running = nil }
            }
        } onCancel: {
            caller.finish()
        }
    }

    private func perform(_ job: Job, _ upload: Upload) async {
        do {
            let report = try await ActingPerson.$name.withValue(job.person) {
                switch job.work {
                case .reading: try await read(upload)
                case .importing: try await importRows(of: upload)
                }
            }
            change(upload.id) { $0.report = report }
        } catch is CancellationError {
        } catch let failure as OperationFailure {
            change(upload.id) { $0.failure = failure.description }
        } catch {
            change(upload.id) { $0.failure = "The database did not answer. Try again: it goes on where it was." }
        }
    }

    private func read(_ upload: Upload) async throws -> LeadImportReport {
        let path = folder.file(of: upload)
        let renamed = upload.renamed ?? [:]
        let tell: @Sendable (Int) -> Void = { rows in self.change(upload.id) { $0.rows = rows } }
        guard let campaign = upload.campaign else {
            return try await LeadImport(lookingAt: path, of: store, renamed: renamed, isForbidden: isForbidden).preview(
                progress: tell)
        }
        let whole = try await WholeCampaign.of(campaign, in: store)
        return try await LeadImport(path, into: whole, of: store, renamed: renamed, isForbidden: isForbidden)
            .preview(progress: tell)
    }

    private func importRows(of upload: Upload) async throws -> LeadImportReport {
        let whole = try await WholeCampaign.of(upload.campaign ?? "", in: store)
        let leads = LeadImport(
            folder.file(of: upload), into: whole, of: store, renamed: upload.renamed ?? [:], name: upload.name,
            isForbidden: isForbidden)
        let report = try await leads.run { rows in self.change(upload.id) { $0.rows = rows } }
        folder.remove(upload.id)
        return report
    }

    private func change(_ id: String, _ change: (inout Job) -> Void) {
        state.withLock { state in
            guard var job = state.jobs[id] else { return }
            change(&job)
            state.jobs[id] = job
        }
    }
}
