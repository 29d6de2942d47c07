package import Correspondence
import Storage

extension Interventions {
    /// Tries an account's servers. Nothing is sent or changed, and the audit names who asked.
    package func test(_ account: EmailAddress, by trial: AccountTrial) async throws -> [Finding] {
        let key = try await key(of: account)
        let findings = try await trial.findings(on: account)
        let faults = findings.filter { $0.verdict == .failed }.map(\.name)
        try await store.accounts.noteTest(
            of: key, detail: faults.isEmpty ? "everything works" : "failed: \(faults.joined(separator: ", "))")
        return findings
    }
}
