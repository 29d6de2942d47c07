package import Correspondence

/// Where a provider tells what became of mails.
package protocol ReportSource: Sendable {
    /// For people, such as the queue's address.
    var name: String { get }

    /// Waits a while for reports. They come again unless they are forgotten.
    func receive() async throws(DeliveryFailure) -> [ReceivedReport]

    /// What was written down need not come again.
    func forget(_ reports: [ReceivedReport]) async throws(DeliveryFailure)
}

/// A message of a source.
package struct ReceivedReport: Sendable, Hashable {
    /// By which its source knows it.
    package let handle: String
    /// Nil: it says nothing about a mail, or nothing that matters.
    package let report: ProviderReport?

    package init(handle: String, report: ProviderReport?) {
        self.handle = handle
        self.report = report
    }
}
