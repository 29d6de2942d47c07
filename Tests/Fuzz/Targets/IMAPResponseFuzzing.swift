import NIOCore

@testable import IMAP

/// The input is what a server sends. However it is cut, the responses are the same.
enum IMAPResponseFuzzing {
    static func run(_ input: [UInt8]) {
        let whole = parse([input[...]])
        let cut = input.isEmpty ? 0 : input.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % input.count
        let halves = parse([input[..<cut], input[cut...]])
        promise(whole.responses == halves.responses, "the same responses when cut at \(cut)")
        promise((whole.error == nil) == (halves.error == nil), "the same end when cut at \(cut)")
    }

    private static func parse(_ chunks: [ArraySlice<UInt8>]) -> (responses: [Response], error: IMAPError?) {
        var parser = ResponseParser()
        var responses: [Response] = []
        do throws(IMAPError) {
            for chunk in chunks {
                parser.append(ByteBuffer(bytes: chunk))
                while let response = try parser.next() { responses.append(response) }
            }
        } catch {
            return (responses, error)
        }
        return (responses, nil)
    }
}
