package import Curl
import Text

/// The SQS queue that receives SES's events through SNS. It is polled, so none of our addresses need be public.
package struct EventQueue: Sendable {
    private let url: String
    private let requests: SignedRequests
    private let transport: CurlTransport

    /// - Parameters:
    ///   - url: in AWS's form: `https://sqs.eu-central-1.amazonaws.com/123456789012/mosaic`.
    ///   - region: the queue's, unless its host names another.
    ///   - now: seconds since 1970.
    package init(
        url: String, region: String, chain: CredentialChain, transport: CurlTransport,
        now: @escaping @Sendable () -> Int64
    ) {
        self.url = url
        self.transport = transport
        let parts = url.split(separator: "/", maxSplits: 2)
        let host = parts.count > 1 ? parts[1] : ""
        let labels = host.split(separator: ".")
        requests = SignedRequests(
            region: labels.first == "sqs" && labels.count > 2 ? String(labels[1]) : region, service: "sqs",
            baseURL: "\(parts.first ?? "https:")//\(host)", chain: chain, now: now)
    }

    /// A message, which comes again after a while unless it is deleted.
    package struct Message: Sendable, Hashable {
        package let receipt: String
        package let body: [UInt8]
    }

    /// At most ten messages.
    ///
    /// - Parameter wait: how long the queue may wait for the first one, at most 20 s.
    package func receive(waiting wait: Duration) async throws(SESFailure) -> [Message] {
        let seconds = Int(min(wait.components.seconds, 20))
        let answer = try await ask(
            "ReceiveMessage", ["QueueUrl": url, "MaxNumberOfMessages": 10, "WaitTimeSeconds": seconds],
            timeout: wait + .seconds(20))
        return (answer["Messages"]?.items ?? []).compactMap { message in
            guard let receipt = message["ReceiptHandle"]?.text, let body = message["Body"]?.text else { return nil }
            return Message(receipt: receipt, body: Array(body.utf8))
        }
    }

    /// Acknowledges recorded messages, so that they do not come again.
    ///
    /// - Parameter receipts: of at most ten messages.
    package func delete(_ receipts: [String]) async throws(SESFailure) {
        guard !receipts.isEmpty else { return }
        let entries = receipts.enumerated().map { index, receipt in
            ["Id": "\(index)", "ReceiptHandle": receipt] as JSON
        }
        _ = try await ask(
            "DeleteMessageBatch", ["QueueUrl": url, "Entries": JSON.array(entries)], timeout: .seconds(20))
    }

    private func ask(_ action: String, _ body: JSON, timeout: Duration) async throws(SESFailure) -> JSON {
        let request = try await requests.request(
            "POST", "/",
            headers: [
                (name: "Content-Type", value: "application/x-amz-json-1.0"),
                (name: "X-Amz-Target", value: "AmazonSQS.\(action)"),
            ], body: Array(body.description.utf8), timeout: timeout)
        let response: HTTPResponse
        do throws(CurlError) { response = try await transport.perform(request) } catch {
            throw SESFailure(.connection, error.message)
        }
        guard response.status == 200, let json = try? JSON(reading: response.body) else {
            throw requests.failure(response, wasSending: false)
        }
        return json
    }
}
