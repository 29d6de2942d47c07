import Correspondence
import Glibc
import Operations
import Settings
import TestServers
import Testing

@testable import mosaic

/// Stored permissions are read where a database has them.
@Suite struct PermissionAccessTests {
    private static let ann = EmailAddress("ann@mosaic.test")!

    /// An account that sends over Gmail's web interface by a stored permission.
    private static let settings = MosaicSettings(
        accounts: [
            AccountSettings(
                address: ann, inbox: nil, outlet: .gmail(GmailSettings(address: ann, tokens: .grant(.google, ann))))
        ], database: .sqlite(path: ":memory:"))

    private func complaint(over database: DatabaseLocation) async -> String {
        await Installation.withAccess(Self.settings, database) { accounts in
            do {
                try await accounts.token(.grant(.google, Self.ann))
                return "a token"
            } catch { return "\(error)" }
        }
    }

    /// On the first day there is no database yet: looking makes none, and the sentence says how an account is connected.
    @Test func aCheckMakesNoDatabase() async throws {
        let file = try RunFolder.fresh("doctor") + "/mosaic.db"
        let words = await complaint(over: .sqlite(path: file))
        #expect(words.contains("There is no database at"))
        #expect(words.contains("mosaic accounts connect google ann@mosaic.test"))
        #expect(access(file, F_OK) != 0)
    }
}
