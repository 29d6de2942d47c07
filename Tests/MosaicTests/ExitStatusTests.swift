import Operations
import Settings
import Testing

@testable import mosaic

@Suite struct ExitStatusTests {
    @Test func faultsInTheSettingsHaveAStatusOfTheirOwn() {
        #expect(ExitStatus.own(of: SettingsError(faults: ["No mailbox is set."])) == 78)
        #expect(ExitStatus.own(of: OperationFailure(.unknown, "There is no campaign.")) == nil)
        #expect(ExitStatus.own(of: CommandFailure("No account can be reached.")) == nil)
    }
}
