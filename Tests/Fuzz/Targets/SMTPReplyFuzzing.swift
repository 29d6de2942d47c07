@testable import Curl

/// The input is what a server sends. However it is cut, the replies are the same.
enum SMTPReplyFuzzing {
    static func run(_ input: [UInt8]) {
        let whole = parse([input[...]])
        let bytewise = parse(input.indices.map { input[$0...$0] })
        // A garbled stream gives no replies for the bytes taken together with the garbage.
        if let whole { promise(bytewise == whole, "the same replies byte by byte") }
        promise((whole == nil) == (bytewise == nil), "the same end byte by byte")
        for reply in whole ?? [] {
            promise((0...999).contains(reply.code), "a code of three digits")
            promise(
                reply.text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, "nothing that controls")
            if let enhanced = reply.enhanced { promise(enhanced.class == reply.code / 100, "one class") }
            _ = SMTPCapabilities(reply)
        }
    }

    private static func parse(_ chunks: [ArraySlice<UInt8>]) -> [SMTPReply]? {
        var parser = SMTPReplyParser()
        var replies: [SMTPReply] = []
        do {
            for chunk in chunks { replies += try parser.take(chunk) }
        } catch {
            return nil
        }
        return replies
    }
}
