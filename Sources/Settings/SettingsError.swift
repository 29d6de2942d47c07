/// All faults of the settings, each in a sentence that says what to do. No sentence contains a secret.
package struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    package let faults: [String]

    package init(faults: [String]) {
        self.faults = faults
    }

    package var description: String {
        let head =
            faults.count == 1
            ? "There is a fault in the settings:" : "There are \(faults.count) faults in the settings:"
        return ([head] + faults.map { "  - \($0)" }).joined(separator: "\n")
    }
}
