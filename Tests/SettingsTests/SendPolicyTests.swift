import Correspondence
import Settings
import Testing

@Suite struct SendPolicyTests {
    @Test func whatMailsAreHeldToIsReadWithoutTheRest() async throws {
        let set = try await SettingsLoader.sendPolicy(
            environment: ["SEND_SPACING": "30s", "SEND_BURST_PER_MINUTE": "40", "NEVER_ANSWER": "agency.test"],
            file: nil, accounts: 3)
        #expect(set.spacing == .seconds(30))
        #expect(set.burstPerMinute == 40)
        #expect(set.neverAnswer.covers(EmailAddress("boss@agency.test")!))
        let unset = try await SettingsLoader.sendPolicy(environment: [:], file: nil, accounts: 100)
        #expect(unset.spacing == .zero)
        #expect(unset.burstPerMinute == 2_000)
    }
}
