import Correspondence
import Database
import Storage
import TestServers
import Testing
import Timing

@testable import Operations

/// A database in memory with an account that sends and the campaign of the example file.
struct CampaignDesk: Sendable {
    static let yaml = """
        name: spring
        accounts: [team@mosaic.test]
        zone: UTC
        gap: 60s-60s
        long_pause: none
        steps:
          - id: intro
            subject: "An idea for {{ company_name | default('you') }}"
            text: "Hi {{ first_name }}"
          - id: reminder
            after: 3 days
            text: "Again, {{ first_name }}"
        """

    let store: Store
    let campaign: WholeCampaign

    static func with(
        _ yaml: String = yaml, senderName: String? = "The Team", _ body: (CampaignDesk) async throws -> Void
    ) async throws {
        let database = try await SQLiteDatabase.open(path: ":memory:", clock: SystemWallClock())
        try await Migrator(database, Migration.embedded(for: database.dialect)).migrate()
        let store = Store(database: database)
        _ = try await store.instance.secret(orElse: Array(1...32))
        _ = try await store.accounts.register(
            account: EmailAddress("team@mosaic.test")!, displayName: senderName, dailyLimit: 50)
        _ = try await Interventions(store).apply(CampaignFile.draft(yaml), over: .any)
        try await body(CampaignDesk(store: store, campaign: WholeCampaign.of("spring", in: store)))
        await store.close()
    }

    func importing(
        _ bytes: [UInt8], renamed: [String: String] = [:], forbidden: Set<String> = []
    ) throws -> LeadImport {
        let path = "\(try TemporaryFile.folder())/people.csv"
        try TestFile.write(bytes, to: path)
        return LeadImport(
            path, into: campaign, of: store, renamed: renamed, isForbidden: { forbidden.contains($0.text) })
    }
}
