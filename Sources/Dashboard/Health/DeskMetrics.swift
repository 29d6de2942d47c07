import Correspondence
import Operations
import Storage
import Timing

/// The numbers in Prometheus' text format. Accounts are identified by number: an address belongs to a person.
struct DeskMetrics {
    private(set) var text = ""

    init(_ numbers: DeskNumbers?, silences: [(loop: String, silence: Duration)], isReady: Bool) {
        add("mosaic_database_up", "Whether the database has answered within ten seconds.", [("", isReady ? 1 : 0)])
        add(
            "mosaic_loop_silence_seconds", "For how long a loop of the engine has not turned.",
            silences.map { ("loop=\"\($0.loop)\"", $0.silence.inSeconds) })
        guard let numbers else { return }
        add(
            "mosaic_engine_up", "Whether some process holds the right to an account.",
            [("", numbers.isEngineRunning ? 1 : 0)])
        add(
            "mosaic_handoffs_open", "Conversations that wait for a person, a thousand at most.",
            [("", Double(numbers.openHandoffs))])
        add(
            "mosaic_handoff_oldest_age_seconds", "How long the oldest of them has waited; 0 where there is none.",
            [("", numbers.oldestHandoff?.inSeconds ?? 0)])
        add("mosaic_mails_due", "Planned mails whose time has come, a thousand at most.", [("", Double(numbers.due))])
        add(
            "mosaic_sending_stopped", "Whether a person has stopped all sending.",
            [("", numbers.accounts.stop == nil ? 0 : 1)])
        add(accounts: numbers)
    }

    private mutating func add(accounts numbers: DeskNumbers) {
        let accounts = numbers.accounts.accounts
        add(
            "mosaic_account_sent_last_day", "Mails of an account in the last 24 hours.",
            accounts.map { ("account=\"\($0.id)\"", Double(numbers.accounts.sent(from: $0.address))) })
        add(
            "mosaic_account_quota_remaining", "Mails that an account may still send within 24 hours.",
            accounts.map { account in
                (
                    "account=\"\(account.id)\"",
                    Double(max(0, account.dailyLimit - numbers.accounts.counted(by: account)))
                )
            })
        add(
            "mosaic_account_failing", "Whether an account cannot be watched.",
            accounts.map { ("account=\"\($0.id)\"", $0.health == .failing ? 1 : 0) })
    }

    private mutating func add(_ name: String, _ help: String, _ samples: [(labels: String, value: Double)]) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
        for sample in samples {
            text += name + (sample.labels.isEmpty ? "" : "{\(sample.labels)}") + " \(sample.value)\n"
        }
    }
}
