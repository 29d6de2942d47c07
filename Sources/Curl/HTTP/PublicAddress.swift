#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Whether a network address belongs to the internet at large, and not to this machine, its network or a cloud's own services.
///
/// The IANA registries of special-purpose addresses (RFC 6890) decide.
enum PublicAddress {
    /// - Parameter text: an address in figures, IPv4 or IPv6; nothing else is public.
    static func isPublic(_ text: String) -> Bool {
        if let four = octets(of: text, AF_INET, count: 4) { return isPublic(four: four) }
        // A zone (`%eth0`) makes an address of one link.
        guard let six = octets(of: text, AF_INET6, count: 16) else { return false }
        return isPublic(six: six)
    }

    private static func octets(of text: String, _ family: Int32, count: Int) -> [UInt8]? {
        var octets = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &octets) == 1 ? octets : nil
    }

    private static func isPublic(four octets: [UInt8]) -> Bool {
        switch (octets[0], octets[1]) {
        case (0, _), (10, _), (127, _), (224..., _): false
        case (100, 64...127), (169, 254), (172, 16...31), (192, 168), (198, 18...19): false
        case (192, 0): octets[2] != 0 && octets[2] != 2
        case (198, 51): octets[2] != 100
        case (203, 0): octets[2] != 113
        case (192, 88): octets[2] != 99
        default: true
        }
    }

    private static func isPublic(six octets: [UInt8]) -> Bool {
        // Addresses of IPv4 in those of IPv6: mapped (::ffff:0:0/96), translated (64:ff9b::/96) and 6to4 (2002::/16).
        if octets.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) {
            return isPublic(four: Array(octets[12...]))
        }
        if octets.starts(with: [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) {
            return isPublic(four: Array(octets[12...]))
        }
        if octets.starts(with: [0x20, 0x02]) { return isPublic(four: Array(octets[2..<6])) }
        // Documentation and Teredo.
        if octets.starts(with: [0x20, 0x01, 0x0D, 0xB8]) || octets.starts(with: [0x20, 0x01, 0, 0]) { return false }
        // Global unicast; all else is reserved, local, link-local or multicast.
        return octets[0] & 0xE0 == 0x20
    }
}
