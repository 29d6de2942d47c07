/// Everything that is wrong with the settings, each in a sentence that says what to do. No sentence holds a secret.
public struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    public let faults: [String]

    public init(faults: [String]) {
        self.faults = faults
    }

    public var description: String {
        let head =
            faults.count == 1
            ? "There is a fault in the settings:" : "There are \(faults.count) faults in the settings:"
        return ([head] + faults.map { "  - \($0)" }).joined(separator: "\n")
    }
}
