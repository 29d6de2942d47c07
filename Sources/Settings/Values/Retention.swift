/// How long data is kept that no decision needs any more. `RETENTION`, `RETENTION_TRACES`.
package enum Retention: Sendable, Hashable {
    case forever
    /// At least a day.
    case after(Duration)

    /// `forever`, or a span such as `90d`; nil for anything else, and for less than a day. `none` and `0` are ambiguous, so they are
    /// refused.
    static func parsed(_ text: String) -> Retention? {
        if text.lowercased() == "forever" { return .forever }
        guard let span = SettingValue.duration(text), span >= .seconds(86_400) else { return nil }
        return .after(span)
    }

    /// Nil: for ever.
    package var span: Duration? { if case .after(let span) = self { span } else { nil } }
}
