/// One message handed over in clear by LMTP (RFC 2033) or SMTP (RFC 5321), as a mail transfer agent does.
struct MailTransaction: Sendable {
    /// The protocol's greeting.
    enum Greeting: String {
        case lmtp = "LHLO"
        case smtp = "EHLO"
    }

    var greeting: Greeting
    var sender: String
    var recipient: String

    /// - Throws: `TestServerError` with the server's line when it refuses any step.
    func perform(_ message: [UInt8], port: UInt16) throws {
        let wire = try Wire(port: port)
        try expect("2", from: wire)
        for command in ["\(greeting.rawValue) outside.example", "MAIL FROM:<\(sender)>", "RCPT TO:<\(recipient)>"] {
            try wire.write(command + "\r\n")
            try expect("2", from: wire)
        }
        try wire.write("DATA\r\n")
        try expect("3", from: wire)
        try wire.write(dotStuffed(message))
        try expect("2", from: wire)
        try wire.write("QUIT\r\n")
    }

    private func expect(_ digit: String, from wire: Wire) throws {
        var line = try wire.readLine()
        while line.dropFirst(3).first == "-" { line = try wire.readLine() }
        guard line.hasPrefix(digit) else { throw TestServerError("<\(recipient)> from <\(sender)>: \(line)") }
    }

    /// The message with leading dots doubled and the final dot (RFC 5321 section 4.5.2).
    private func dotStuffed(_ message: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(message.count + 16)
        var atLineStart = true
        for byte in message {
            if atLineStart, byte == UInt8(ascii: ".") { bytes.append(byte) }
            bytes.append(byte)
            atLineStart = byte == UInt8(ascii: "\n")
        }
        return bytes + Array((atLineStart ? ".\r\n" : "\r\n.\r\n").utf8)
    }
}
