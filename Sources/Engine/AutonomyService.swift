import Correspondence
import Events
import Observability
import Settings
import Storage
import Timing

/// Demotes accounts whose judgement people disagree with; see ``Autonomy``.
struct AutonomyService: Sendable {
    let parts: EngineParts

    private static let look = Duration.seconds(30)

    /// Returns when the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            // Ends early only by cancellation, which the loop checks itself.
            try? await Task.sleep(for: Self.look)
            if Task.isCancelled { return }
            do { try await turn() } catch {
                guard !Task.isCancelled else { return }
                parts.log.event(.autonomyFailed, ["error": "\(error)"])
            }
        }
    }

    func turn() async throws {
        for change in try await parts.store.accounts.graduate(parts.settings.autonomy) {
            parts.log.event(
                change.isPromotion ? .accountPromoted : .accountDemoted,
                [
                    "account": "\(change.account)", "from": change.from.rawValue, "to": change.to.rawValue,
                    "do": "see mosaic accounts",
                ])
        }
    }
}
