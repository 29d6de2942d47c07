import ArgumentParser
import Correspondence
import Engine
import Operations
import Outreach
import Settings
import Storage

/// The part of the work that `mosaic run` does, and for how long.
struct RunPart: ParsableArguments {
    @Flag(name: .long, help: "End once nothing is left to do for now, for cron.")
    var once = false
    @Option(
        name: .customLong("account"),
        help: ArgumentHelp("Look after this account alone. May be given several times.", valueName: "address"))
    var accounts: [EmailAddress] = []
    @Option(
        name: .customLong("campaign"),
        help: ArgumentHelp("Send of this campaign alone. May be given several times.", valueName: "name"))
    var campaigns: [String] = []
    @Option(name: .long, help: ArgumentHelp("With --once: send at most this many mails of campaigns.", valueName: "n"))
    var batchSize: Int?

    func validate() throws {
        guard batchSize ?? 1 > 0 else { throw ValidationError("--batch-size takes a number from 1.") }
        guard batchSize == nil || once else { throw ValidationError("--batch-size goes with --once.") }
    }

    /// Nil: all.
    var chosen: [EmailAddress]? { accounts.isEmpty ? nil : accounts }

    func check(_ settings: MosaicSettings) throws {
        for account in accounts where !settings.accounts.contains(where: { $0.address == account }) {
            throw CommandFailure("\(account) is not an account in the settings.")
        }
    }

    /// The settings with those accounts alone.
    func reduced(_ settings: MosaicSettings) -> MosaicSettings {
        guard let chosen else { return settings }
        var reduced = settings
        reduced.accounts = settings.accounts.filter { chosen.contains($0.address) }
        return reduced
    }

    func scope(in store: Store) async throws -> RunScope {
        var ids: Set<CampaignID> = []
        for name in campaigns { ids.insert(try await WholeCampaign.of(name, in: store).campaign.id) }
        return RunScope(
            campaigns: campaigns.isEmpty ? nil : ids, batch: batchSize, endsByItself: once,
            isForSomeAccounts: chosen != nil)
    }
}
