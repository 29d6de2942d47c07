package import Correspondence

/// The inputs of a verdict: if any part changes, the old verdict no longer counts.
package struct VerdictKey: Hashable, Sendable {
    /// SHA-256 in hexadecimal over every part of the request that a classifier looks at.
    let contentHash: String
    package let rulesVersion: String
    let modelName: String
    package let promptVersion: String

    package init(contentHash: String, rulesVersion: String, modelName: String, promptVersion: String) {
        self.contentHash = contentHash
        self.rulesVersion = rulesVersion
        self.modelName = modelName
        self.promptVersion = promptVersion
    }
}

/// Remembers verdicts that cost a model call. Losing entries costs money, never correctness.
package protocol VerdictCache: Sendable {
    func verdict(for key: VerdictKey) async -> IntentVerdict?
    func store(_ verdict: IntentVerdict, for key: VerdictKey) async
}
