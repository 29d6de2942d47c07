import FoundationEssentials
package import Timing

/// An SQS queue in AWS's JSON protocol: `ReceiveMessage` and `DeleteMessageBatch`. Received messages come again until they are
/// deleted, and an empty queue answers at once.
package struct QueueDesk: HTTPDesk {
    /// Its messages, oldest first.
    package var messages: [String] = []
    /// Answers to the next requests, first to last, without any effect.
    package var script: [(status: Int, type: String)] = []
    package private(set) var receives = 0

    package init(messages: [String] = []) { self.messages = messages }

    package mutating func steps(for request: WebRequest, now: Timestamp) -> [WireStep] {
        let authorization = request.headers["authorization"] ?? ""
        guard authorization.contains("/sqs/aws4_request, SignedHeaders=") else {
            return answer(403, #"{"__type":"InvalidSignatureException"}"#, request)
        }
        if !script.isEmpty {
            let (status, type) = script.removeFirst()
            return answer(status, #"{"__type":"com.amazonaws.sqs#\#(type)","message":"no"}"#, request)
        }
        switch request.headers["x-amz-target"] {
        case "AmazonSQS.ReceiveMessage": return receive(request)
        case "AmazonSQS.DeleteMessageBatch": return delete(request)
        default: return answer(400, #"{"__type":"InvalidAction"}"#, request)
        }
    }

    private struct Found: Encodable {
        let MessageId: String
        let ReceiptHandle: String
        let Body: String
    }

    private mutating func receive(_ request: WebRequest) -> [WireStep] {
        receives += 1
        let found = messages.prefix(10).map { Found(MessageId: $0, ReceiptHandle: $0, Body: $0) }
        // Strings always encode.
        let json = found.isEmpty ? Data("{}".utf8) : (try? JSONEncoder().encode(["Messages": found])) ?? Data()
        return answer(200, String(decoding: json, as: UTF8.self), request)
    }

    private struct Deletion: Decodable {
        struct Entry: Decodable { let ReceiptHandle: String }
        let Entries: [Entry]
    }

    private mutating func delete(_ request: WebRequest) -> [WireStep] {
        // The reason does not matter to a client: the answer is 400 either way.
        guard let order = try? JSONDecoder().decode(Deletion.self, from: Data(request.body)) else {
            return answer(400, #"{"__type":"InvalidParameterValue"}"#, request)
        }
        let gone = Set(order.Entries.map(\.ReceiptHandle))
        messages.removeAll { gone.contains($0) }
        return answer(200, #"{"Successful":[]}"#, request)
    }

    private func answer(_ status: Int, _ json: String, _ request: WebRequest) -> [WireStep] {
        HTTPResponse(status, json: Array(json.utf8)).steps(keepsAlive: request.keepsAlive)
    }
}
