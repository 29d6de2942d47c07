package import Correspondence

/// A source of a provider's reports on mails.
package protocol ReportSource: Sendable {
    /// For people, such as the queue's address.
    var name: String { get }

    /// The next reports. They come again until they are forgotten.
    ///
    /// - Parameter waits: whether to wait a while where there are none.
    func receive(waits: Bool) async throws(DeliveryFailure) -> [ReceivedReport]

    /// Acknowledges reports that were recorded, so that they do not come again.
    func forget(_ reports: [ReceivedReport]) async throws(DeliveryFailure)
}

/// A message of a source.
package struct ReceivedReport: Sendable, Hashable {
    /// The key by which its source knows it.
    package let handle: String
    /// Nil: it says nothing about a mail, or nothing relevant.
    package let report: ProviderReport?

    package init(handle: String, report: ProviderReport?) {
        self.handle = handle
        self.report = report
    }
}
