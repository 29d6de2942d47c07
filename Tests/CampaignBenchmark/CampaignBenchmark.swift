import Correspondence
import Glibc
import Operations
import Settings
import Storage
import TestServers

/// `CampaignBenchmark COUNT …`: what a campaign of so many leads takes in a fresh PostgreSQL that writes to its disk, step by
/// step, each on a line.
@main
enum CampaignBenchmark {
    static func main() async throws {
        let sizes = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        guard !sizes.isEmpty else {
            print("usage: CampaignBenchmark COUNT …")
            exit(64)
        }
        for size in sizes { try await measure(size) }
    }

    private nonisolated static func measure(_ size: Int) async throws {
        let server = try await PostgresServer.start(settings: ["fsync": "on", "full_page_writes": "on"])
        let location = DatabaseLocation.postgres(Secret(server.url))
        _ = try await SchemaReport.migrating(location)
        try await location.withStore { store in
            try await store.buildIndexes()
            print("\(size) leads")
            try await CampaignSteps(store: store, size: size).run()
        }
        try await server.stop()
    }
}
