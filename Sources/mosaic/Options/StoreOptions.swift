import ArgumentParser
import Operations
import Settings
import Storage

/// For commands that need only the database: `DATABASE_URL` is enough.
struct StoreOptions: ParsableArguments {
    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions

    /// Opens the database for `body`. It is neither created nor changed: a missing or outdated one is a failure that says what to
    /// do.
    func withStore<Result: Sendable>(_ body: (Store) async throws -> Result) async throws -> Result {
        do {
            return try await settings.database().withStore(body)
        } catch let failure as OperationFailure where failure.kind == .notReady && settings.isWithoutFile {
            throw OperationFailure(
                .notReady, "\(failure) There is no .env in this folder: if you have one, run this in its folder.")
        }
    }

    /// Carries out a person's wish and reports the result; also shows the new due time in Redis, if used.
    func intervene(_ act: (Interventions) async throws -> Acknowledgement) async throws {
        let done = try await withStore { store in try await act(Interventions(store, cache: await cache())) }
        output.print(done.json) { _ in done.sentence }
    }

    /// Redis only mirrors: if it is unavailable, the running service repairs it within 15 minutes.
    private func cache() async -> (any FollowUpCache)? {
        guard let url = try? await SettingsLoader.redis(environment: settings.environment, file: settings.env) else {
            return nil
        }
        return try? Installation.cache(url)
    }
}
