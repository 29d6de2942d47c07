package import Storage
import Timing

/// An alert message by mail.
package struct AlertMail: Sendable, Hashable {
    /// Titles are few; this is only a bound.
    private static let longest = 20_000

    /// The address.
    package let recipient: String
    /// The same at every try: letters, digits and dots.
    package let key: String
    package let subject: String
    package let text: String

    /// Nil for a receiver without a mail address.
    package init?(_ batch: AlertBatch) {
        guard let recipient = batch.target.mailAddress else { return nil }
        self.recipient = recipient
        // The number alone would be repeated after a backup was restored.
        key = "\(batch.id).\(batch.at.microsecondsSince1970)"
        subject = "Mosaic: \(batch.event.sentence(batch.count))"
        text = """
            \(AlertMessage.text(batch, upTo: Self.longest))

            What to do: open the desk, or see `mosaic handoffs` and `mosaic accounts`. Nobody reads answers to this mail.
            """
    }
}
