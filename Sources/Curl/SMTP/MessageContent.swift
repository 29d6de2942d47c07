/// A message as DATA wants it: lines end in CR LF, the last one too, and leading dots are doubled.
enum MessageContent {
    /// One pass (RFC 5321 sections 2.3.8 and 4.5.2). A lone CR or LF, which some servers take for a line end and others
    /// do not ("SMTP smuggling"), becomes CR LF before dots are looked at.
    static func onTheWire(_ message: [UInt8]) -> [UInt8] {
        var wire: [UInt8] = []
        wire.reserveCapacity(message.count + message.count / 32 + 2)
        var atLineStart = true
        var afterCR = false
        for byte in message {
            defer { afterCR = byte == 0x0D }
            switch byte {
            case 0x0A where afterCR:
                continue
            case 0x0D, 0x0A:
                wire.append(0x0D)
                wire.append(0x0A)
                atLineStart = true
            default:
                if atLineStart, byte == UInt8(ascii: ".") { wire.append(byte) }
                wire.append(byte)
                atLineStart = false
            }
        }
        if !atLineStart { wire += [0x0D, 0x0A] }
        return wire
    }
}
