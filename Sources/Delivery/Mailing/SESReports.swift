import Correspondence
package import SES

/// Reads SES's reports on its mails from the queue of a configuration set.
package struct SESReports: ReportSource {
    package let name: String
    private let queue: EventQueue
    private let region: String
    private let wait: Duration

    /// SQS asks all of its servers only where it may wait.
    private static let look = Duration.seconds(1)

    /// - Parameters:
    ///   - name: the queue's address.
    ///   - region: the region of SES, which is part of its ids.
    ///   - wait: how long to wait for an empty queue.
    package init(name: String, queue: EventQueue, region: String, wait: Duration = .seconds(20)) {
        self.name = name
        self.queue = queue
        self.region = region
        self.wait = wait
    }

    package func receive(waits: Bool) async throws(DeliveryFailure) -> [ReceivedReport] {
        do throws(SESFailure) {
            return try await queue.receive(waiting: waits ? wait : min(wait, Self.look)).map { message in
                ReceivedReport(
                    handle: message.receipt, report: SESEvent(message.body).map { ProviderReport($0, in: region) })
            }
        } catch {
            throw DeliveryFailure(error, reached: .account)
        }
    }

    package func forget(_ reports: [ReceivedReport]) async throws(DeliveryFailure) {
        do throws(SESFailure) {
            try await queue.delete(reports.map(\.handle))
        } catch {
            throw DeliveryFailure(error, reached: .account)
        }
    }
}
