extension Event {
    /// The process, and what it stands on.
    var engineEntry: EventEntry? {
        switch self {
        case .cacheFailed:
            .logged(.warning, ["error", "meanwhile"], "The cache does not answer; nothing waits for it.")
        case .cacheRecovered: .logged(.info, [], "The cache answers again and holds what the database says.")
        case .cacheSynchronised: .logged(.debug, ["followups"], "The cache was filled anew from the database.")

        case .databaseIndexesMissing:
            .logged(
                .warning, ["error"],
                "An index could not be built: all works, but slowly, and the next start tries again.")

        case .engineDone: .logged(.info, ["accounts"], "`mosaic run --once` has nothing left to do for now, and ends.")
        case .engineNotStarted: .logged(.error, ["error"], "`mosaic run` gave up at its start.")
        case .engineStarted:
            .logged(
                .info, ["accounts", "database", "model", "redis", "sends"],
                "`mosaic run` has read its settings and begins.")
        case .engineStopped: .logged(.info, [], "Everything under way has come to an end.")
        case .engineStopping: .logged(.info, ["signal", "within"], "A signal asked the process to end.")

        case .installationRenamed:
            .audited(
                [.detail],
                "The database was copied, moved or restored, or met a rival: its marks bear the name in the detail from now on."
            )

        case .retentionFailed:
            .logged(.warning, ["error"], "What is kept too long could not be removed; it is tried again the next day.")
        case .retentionTidied:
            .logged(
                .info, ["changed"], "What RETENTION and RETENTION_TRACES do not keep was removed; the fact counts rows."
            )

        case .settingsWarning: .logged(.warning, ["do"], "The settings are usable, but something in them looks wrong.")
        default: nil
        }
    }
}
