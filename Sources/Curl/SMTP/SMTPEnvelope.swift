/// Sender, recipient and content of one mail, with the commands that precede the content.
struct SMTPEnvelope: Sendable {
    let sender: SMTPPath
    let recipient: SMTPPath
    /// As DATA wants it.
    let content: [UInt8]
    let id: String?

    private var hasEightBit: Bool { content.contains { $0 >= 0x80 } }
    private var needsUTF8: Bool { sender.needsUTF8 || recipient.needsUTF8 }

    /// The extension this mail needs that the server lacks, in words; nil: none.
    func lack(of capabilities: SMTPCapabilities) -> String? {
        if let limit = capabilities.maxMessageBytes, content.count > limit {
            return "it has \(content.count) bytes and the server takes \(limit)"
        }
        if !capabilities.offersUTF8, needsUTF8 { return "the server takes no addresses beyond ASCII" }
        if !capabilities.offersEightBit, hasEightBit { return "the server takes no 8-bit content" }
        return nil
    }

    func mail(_ capabilities: SMTPCapabilities) -> String {
        var command = "MAIL FROM:<\(sender.address)>"
        if capabilities.offersSize { command += " SIZE=\(content.count)" }
        if hasEightBit { command += " BODY=8BITMIME" }
        if needsUTF8 { command += " SMTPUTF8" }
        // A report need not return the whole mail, and identifies the recipient.
        if capabilities.offersDSN { command += " RET=HDRS" }
        if capabilities.offersDSN, let id, let text = Self.xtext(id) { command += " ENVID=\(text)" }
        return command
    }

    /// The recipient as we know it, which reports repeat wherever the mail was forwarded to.
    func rcpt(_ capabilities: SMTPCapabilities) -> String {
        let command = "RCPT TO:<\(recipient.address)>"
        guard capabilities.offersDSN, !recipient.needsUTF8, let original = Self.xtext(recipient.address) else {
            return command
        }
        return command + " NOTIFY=FAILURE,DELAY ORCPT=rfc822;\(original)"
    }

    /// In the form of RFC 3461 section 4; nil for values longer than servers must accept, or not printable ASCII.
    static func xtext(_ text: String) -> String? {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        let escaped = text.replacing("+", with: "+2B").replacing("=", with: "+3D")
        return escaped.utf8.count <= 100 ? escaped : nil
    }
}
