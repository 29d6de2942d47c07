import NIOCore
import Testing

@testable import IMAP

/// Feeds the chunks one after another and collects every response that comes out.
func parse(_ chunks: [[UInt8]], limits: ParserLimits = ParserLimits()) throws -> [Response] {
    var parser = ResponseParser(limits: limits)
    var responses: [Response] = []
    for chunk in chunks {
        parser.append(ByteBuffer(bytes: chunk))
        while let response = try parser.next() { responses.append(response) }
    }
    return responses
}

func parse(_ text: String, limits: ParserLimits = ParserLimits()) throws -> [Response] {
    try parse([Array(text.utf8)], limits: limits)
}

/// The only response in the text, which must be untagged.
func parseUntagged(_ text: String) throws -> UntaggedResponse {
    let responses = try parse(text + "\r\n")
    guard responses.count == 1, case .untagged(let untagged) = responses[0] else {
        throw IMAPError.protocolViolation("not one untagged response: \(responses)")
    }
    return untagged
}

func uid(_ number: UInt32) -> UID { UID(rawValue: number) ?? .last }

func uids(_ numbers: UInt32...) -> [UID] { numbers.map(uid) }

func message(_ number: UInt32, _ change: (inout FetchedMessage) -> Void = { _ in }) -> FetchResponse {
    var message = FetchedMessage(uid: uid(number))
    change(&message)
    return FetchResponse(message: message, hasUID: true)
}
