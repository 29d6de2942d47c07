import Timing

/// Something that is looked at on its own, beside everything else.
struct Check: Sendable {
    /// What stands before its findings when it fails as a whole.
    let name: String
    let look: @Sendable () async throws -> [Finding]

    init(_ name: String, _ look: @escaping @Sendable () async throws -> [Finding]) {
        self.name = name
        self.look = look
    }
}

/// Looks at many things at once.
enum Checkup {
    /// What has not answered by then counts as failed.
    static let limit = Duration.seconds(10)

    /// The findings in the order of the checks.
    static func run(_ checks: [Check]) async -> [Finding] {
        await withTaskGroup(of: (place: Int, findings: [Finding]).self) { group in
            for (place, check) in checks.enumerated() {
                group.addTask { (place, await findings(of: check)) }
            }
            var results = [[Finding]](repeating: [], count: checks.count)
            for await result in group { results[result.place] = result.findings }
            return results.flatMap(\.self)
        }
    }

    private static func findings(of check: Check) async -> [Finding] {
        do {
            return try await withDeadline(limit, for: check.name, check.look)
        } catch let late as DeadlineExceeded {
            return [.failed(check.name, "no answer within \(late.limit.shown)", do: "Check host, port and network.")]
        } catch {
            return [.failed(check.name, "\(error)")]
        }
    }
}
