/// One delivery over LMTP (RFC 2033), as a mail transfer agent makes it.
enum LMTPDelivery {
    static func deliver(_ message: [UInt8], from sender: String, to recipient: String, port: UInt16) throws {
        let wire = try Wire(port: port)
        try expect("2", from: wire)
        for command in ["LHLO localhost", "MAIL FROM:<\(sender)>", "RCPT TO:<\(recipient)>"] {
            try wire.write(command + "\r\n")
            try expect("2", from: wire)
        }
        try wire.write("DATA\r\n")
        try expect("3", from: wire)
        try wire.write(dotStuffed(message))
        try expect("2", from: wire)
        try wire.write("QUIT\r\n")
    }

    private static func expect(_ digit: String, from wire: Wire) throws {
        var line = try wire.readLine()
        while line.dropFirst(3).first == "-" { line = try wire.readLine() }
        guard line.hasPrefix(digit) else { throw TestServerError("LMTP: \(line)") }
    }

    /// The message with leading dots doubled and the final dot (RFC 5321 section 4.5.2).
    private static func dotStuffed(_ message: [UInt8]) -> [UInt8] {
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
