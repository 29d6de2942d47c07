package import Correspondence

/// Addresses that an office or a machine reads, and nobody whom a campaign could mean.
package enum RoleAddress {
    /// Services and infrastructure of RFC 2142, sections 4, 5 and 7 without the names of businesses (`info`, `sales`), at which
    /// somebody may well be written to; and names of machines that send and do not read.
    private static let names: Set<String> = [
        "abuse", "noc", "security", "postmaster", "hostmaster", "usenet", "news", "webmaster", "www", "uucp", "ftp",
        "mailer-daemon", "root", "majordomo", "listserv", "spam",
        "noreply", "no-reply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply", "bounce",
        "bounces",
    ]

    /// - Returns: whether `address` is one, whatever stands behind a `+`.
    package static func includes(_ address: EmailAddress) -> Bool {
        names.contains(address.localPart.prefix { $0 != "+" }.lowercased())
    }
}
