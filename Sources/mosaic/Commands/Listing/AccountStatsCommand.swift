import ArgumentParser
import Correspondence
import Operations
import Settings
import Storage
import Timing

/// `mosaic accounts stats`.
struct AccountStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show what accounts have sent, what they may send, and when the next mail may go.",
        discussion: """
            Mails that left, or may have: today by your clock (TZ), and in the last 24 hours, which is what limits count. Of \
            two limits, its own and its provider's, the smaller holds. `mosaic accounts limits reset` lets its own count anew. Campaigns keep gaps and limits of their own besides: \
            see `mosaic explain --campaign`.
            """)

    @OptionGroup var store: StoreOptions
    @Argument(help: "This account alone.")
    var address: EmailAddress?

    func run() async throws {
        let statistics = try await store.withStore { opened in
            try await AccountStatistics.of(address, in: opened, policy: store.settings.sendPolicy)
        }
        store.output.print(statistics.json) { _ in statistics.text(now: SystemWallClock().now) }
    }
}

extension SettingsOptions {
    /// What mails are held to, by the number of accounts.
    func sendPolicy(accounts: Int) async throws -> SendPolicy {
        try await SettingsLoader.sendPolicy(environment: environment, file: env, accounts: accounts)
    }
}

extension AccountStatistics {
    fileprivate func text(now: Timestamp) -> String {
        guard !accounts.isEmpty else { return "No account is known yet: start `mosaic run`." }
        var table = Table([
            "account", "today", "24 h", .optional("answers", 2), .optional("outreach", 2), "limit",
            .optional("provider", 1), "next mail", "why",
        ])
        for row in accounts {
            let use = row.use
            let opens = row.opensAt.map { $0 <= now ? "now" : $0.shown(relativeTo: now) } ?? "not before you act"
            table.add([
                use.account.address.text, "\(row.sentToday)", "\(row.sentLastDay)", "\(use.lastDay[.answer] ?? 0)",
                "\(use.lastDay[.outreach] ?? 0)", use.limit, use.providerLimit.map { "\($0)" } ?? "",
                opens, (row.obstacle?.state.reason ?? "").shownOnOneLine(limit: 80),
            ])
        }
        return "\(table)"
    }
}

extension AccountUse {
    /// Its own limit, and what counts against it where that is not everything.
    fileprivate var limit: String {
        "\(account.dailyLimit)" + (countedFrom.map { ", \(counted) used since \($0.shown)" } ?? "")
    }
}
