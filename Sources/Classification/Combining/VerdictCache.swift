public import Correspondence

/// What a verdict depends on: change any part and the old verdict no longer counts.
public struct VerdictKey: Hashable, Sendable {
    /// SHA-256 in hexadecimal over everything of the request that a classifier looks at.
    public let contentHash: String
    public let rulesVersion: String
    public let modelName: String
    public let promptVersion: String

    public init(contentHash: String, rulesVersion: String, modelName: String, promptVersion: String) {
        self.contentHash = contentHash
        self.rulesVersion = rulesVersion
        self.modelName = modelName
        self.promptVersion = promptVersion
    }
}

/// Remembers verdicts that cost a model call. Losing entries costs money, never correctness.
public protocol VerdictCache: Sendable {
    func verdict(for key: VerdictKey) async -> IntentVerdict?
    func store(_ verdict: IntentVerdict, for key: VerdictKey) async
}
