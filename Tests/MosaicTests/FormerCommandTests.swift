import ArgumentParser
import Testing

@testable import mosaic

/// Commands as the tool has them that Mosaic takes over from.
@Suite struct FormerCommandTests {
    private static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

    @Test(arguments: [
        ("run-dispatcher --verbose", "run --once"), ("run-dispatcher --dry-run --verbose", "run --once --dry-run"),
        ("run-dispatcher --campaign-id spring --batch-size 50", "run --once --campaign spring --batch-size 50"),
        ("run-dispatcher --account-filter=me@mosaic.test", "run --once --account me@mosaic.test"),
        ("show-lead-details 7", "leads show 7"), ("show-due-leads", "leads due"),
        ("reset-lead-progress 7", "leads reset 7"), ("list-campaigns", "campaigns list"),
        ("show-campaign spring", "campaigns show spring"), ("list-accounts", "accounts list"),
        ("debug-template spring --lead-id 7", "templates render 7"),
        ("test-smtp me@mosaic.test", "accounts test me@mosaic.test"),
        ("reset-campaign-progress spring", "campaigns reset spring"), ("show-account-stats", "accounts stats"),
        ("show-campaign-progress spring", "campaigns progress spring"),
        ("reset-account-limits me@mosaic.test", "accounts limits reset me@mosaic.test"),
    ])
    func isUnderstoodUnderItsPresentName(_ line: String, _ now: String) throws {
        guard case .renamed(let arguments) = try #require(FormerCommand.of(Self.words(line))) else {
            Issue.record("\(line) is gone")
            return
        }
        #expect(arguments.joined(separator: " ") == now)
        _ = try Mosaic.parseAsRoot(arguments)
    }

    @Test(arguments: ["update-lead-statuses", "bulk-update-status --campaign-id 1"])
    func withoutACounterpartTheNearestIsNamed(_ line: String) throws {
        guard case .gone(let sentence) = try #require(FormerCommand.of(Self.words(line))) else {
            Issue.record("\(line) is renamed")
            return
        }
        #expect(sentence.contains("`mosaic "))
    }

    @Test func otherCommandsAreNotTouched() {
        #expect(FormerCommand.of(["run", "--verbose"]) == nil)
        #expect(FormerCommand.of([]) == nil)
    }
}
