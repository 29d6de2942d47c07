package import Correspondence

/// Judges what the writer of a reply wants.
///
/// It never throws: what cannot be judged is a verdict too, `CLARIFICATION` with `maySend == false` and an
/// explanation of what went wrong, so that a person decides.
package protocol IntentClassifier: Sendable {
    func classify(_ request: ClassificationRequest) async -> IntentVerdict

    /// The language that a text is written in (BCP 47), without asking anybody; nil when unsure.
    func language(of text: String) -> String?
}

extension IntentClassifier {
    package func language(of text: String) -> String? { nil }
}
