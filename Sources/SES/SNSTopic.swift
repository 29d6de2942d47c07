/// A topic of SNS, and the only hosts that speak for it: those of its region.
package struct SNSTopic: Sendable, Hashable {
    /// `arn:aws:sns:eu-central-1:123456789012:mosaic`.
    package let name: String
    package let region: String
    private let host: String

    /// Nil for anything but the name of a topic.
    package init?(_ name: String) {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[1].hasPrefix("aws"), parts[2] == "sns", !parts[5].isEmpty,
            !parts[3].isEmpty, parts[3].utf8.allSatisfy(Self.isOfRegion), parts[4].utf8.allSatisfy(Self.isDigit)
        else { return nil }
        self.name = name
        region = String(parts[3])
        host = "sns.\(region).amazonaws.com" + (parts[1] == "aws-cn" ? ".cn" : "")
    }

    /// Whether a certificate at this address is SNS's: anybody can put one elsewhere, and sign with it.
    func hasCertificate(at url: String) -> Bool {
        let path = "https://\(host)/SimpleNotificationService-"
        guard url.hasPrefix(path), url.hasSuffix(".pem") else { return false }
        let number = url.dropFirst(path.count).dropLast(4)
        return !number.isEmpty && number.count <= 64 && number.allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    /// Whether a request to this address confirms a subscription to the topic, and can do nothing else.
    func isConfirmed(at url: String) -> Bool {
        let start = "https://\(host)/?Action=ConfirmSubscription&TopicArn=\(name)&Token="
        guard url.hasPrefix(start) else { return false }
        let token = url.dropFirst(start.count)
        return !token.isEmpty && token.count <= 1_024 && token.allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isOfRegion(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
    }
}
