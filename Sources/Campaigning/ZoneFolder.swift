import FoundationEssentials
package import Outreach

/// The time zones of this machine, as the package tzdata installs them.
package enum ZoneFolder {
    private static let path = "/usr/share/zoneinfo"

    /// The zone with this tzdata name, such as `Europe/Zurich`; nil when there is none, or it cannot be read.
    package static func zone(named name: String) -> Zone? {
        if name == "UTC" { return .utc }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }),
            let data = try? Data(contentsOf: URL(filePath: "\(path)/\(name)"))
        else { return nil }
        return try? Zone(name: name, tzif: Array(data))
    }
}
