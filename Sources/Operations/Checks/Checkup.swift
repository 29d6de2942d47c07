import Timing

/// A check that runs independently of all others.
package struct Check: Sendable {
    /// The prefix of its findings when it fails as a whole.
    package let name: String
    /// For an optional part: what still works without it; nil for a part that must work.
    package let fallback: String?
    package let look: @Sendable () async throws -> [Finding]

    package init(_ name: String, fallback: String? = nil, _ look: @escaping @Sendable () async throws -> [Finding]) {
        self.name = name
        self.fallback = fallback
        self.look = look
    }

    /// The finding when the check itself fails.
    fileprivate func failure(_ fact: String, do advice: String? = nil) -> Finding {
        guard let fallback else { return .failed(name, fact, do: advice) }
        return .warning(name, fact, do: [advice, fallback].compactMap(\.self).joined(separator: " "))
    }
}

/// Runs many checks at once.
package enum Checkup {
    /// A check that has not finished by then counts as failed.
    package static let limit = Duration.seconds(10)

    /// The findings in the order of the checks.
    package static func run(_ checks: [Check]) async -> [Finding] {
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
            return [check.failure("no answer within \(late.limit.shown)", do: "Check host, port and network.")]
        } catch {
            return [check.failure("\(error)")]
        }
    }
}
