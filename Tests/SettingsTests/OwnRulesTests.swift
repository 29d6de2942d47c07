import Testing

@testable import Settings

/// Phrases of somebody's own, and hosts of alerts.
@Suite struct OwnRulesTests {
    private static func read(
        _ environment: [String: String] = [:], _ files: [String: String]
    ) -> (rules: [OwnRules], faults: [String]) {
        let variables = Variables(environment: environment, file: nil, path: "/etc/m/.env")
        var reading = SettingsReading(variables, files: .holding(files))
        let rules = reading.ownRules()
        return (rules, reading.faults)
    }

    @Test func filesBesideTheSettingsAreRead() {
        let read = Self.read(
            [:], ["/etc/m/rules/en.txt": "language: en\n", "/etc/m/rules/und.txt": "x", "/etc/m/rules/notes.txt": "x"])
        #expect(read.rules.map(\.file) == ["/etc/m/rules/en.txt", "/etc/m/rules/und.txt"])
        #expect(read.faults.isEmpty)
        #expect(Self.read([:], [:]).rules.isEmpty)
    }

    @Test func aFolderThatIsNamedMustHoldSome() {
        #expect(Self.read(["RULES_FOLDER": "/words"], ["/words/pt.txt": "language: pt\n"]).rules.count == 1)
        let none = Self.read(["RULES_FOLDER": "/words"], [:])
        #expect(none.faults.count == 1 && none.faults[0].contains("write en.txt, pt.txt"))
    }

    @Test func hostsOfAlertsArePartedByCommas() {
        let variables = Variables(
            environment: ["ALERT_HOSTS": "Hooks.internal, 10.0.0.5"], file: nil, path: "/etc/m/.env")
        let reading = SettingsReading(variables, files: .holding([:]))
        #expect(reading.alertHosts() == ["hooks.internal", "10.0.0.5"])
    }
}
