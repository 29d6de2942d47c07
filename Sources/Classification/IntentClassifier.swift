package import Correspondence

/// Judges the intent of a reply's writer.
///
/// It never throws: a text that cannot be judged gets a verdict too, `CLARIFICATION` with `maySend == false` and an
/// explanation of what went wrong, so that a person decides.
package protocol IntentClassifier: Sendable {
    func classify(_ request: ClassificationRequest) async -> IntentVerdict

    /// The language of a text (BCP 47), determined locally; nil when unsure.
    func language(of text: String) -> String?
}

extension IntentClassifier {
    package func language(of text: String) -> String? { nil }
}
