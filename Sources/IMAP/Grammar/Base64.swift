/// Base 64 for SASL exchanges (RFC 4648 section 4). Hand-written to keep Foundation out.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        var group: UInt32 = 0
        var held = 0
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            held += 1
            if held == 3 {
                appendSextets(of: group, count: 4, to: &output)
                group = 0
                held = 0
            }
        }
        guard held > 0 else { return output }
        appendSextets(of: group << UInt32(8 * (3 - held)), count: held + 1, to: &output)
        output.append(contentsOf: repeatElement(padding, count: 3 - held))
        return output
    }

    private static func appendSextets(of group: UInt32, count: Int, to output: inout [UInt8]) {
        for position in 0..<count {
            output.append(alphabet[Int(group >> UInt32(18 - 6 * position) & 0x3F)])
        }
    }
}
