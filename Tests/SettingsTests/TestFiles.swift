@testable import Settings

extension Files {
    /// A machine without files.
    static let none = Files.holding([:])

    /// A machine with these files; their folders exist too.
    static func holding(_ files: [String: String]) -> Files {
        Files(
            exists: { path in files.keys.contains { $0 == path || $0.hasPrefix("\(path)/") } },
            content: { path, limit in files[path].map { Array($0.utf8.prefix(limit)) } })
    }
}
