package import Correspondence

/// Who belongs to the same company, for campaigns that stop for a whole company when one of its people answers.
package enum CompanyDomain {
    /// The registrable part of the address's domain: `mail.sales.acme.example` gives `acme.example`. nil where a shared domain
    /// says nothing: at providers of private mail, and for our own domains.
    ///
    /// - Parameter own: ``registrable(_:)`` of the domains of our accounts.
    package static func company(of address: EmailAddress, own: Set<String>) -> String? {
        let domain = registrable(address.domain)
        return own.contains(domain) || isFreemail(domain) ? nil : domain
    }

    /// Whether unrelated people have addresses there: at a provider of private mail, or directly below a registry such as
    /// `co.uk`.
    package static func isShared(_ domain: String) -> Bool {
        let labels = domain.lowercased().split(separator: ".")
        let isRegistry = labels.count == 2 && labels[1].utf8.count == 2 && secondLevels.contains(String(labels[0]))
        return isRegistry || isFreemail(registrable(domain))
    }

    /// The last two labels, or three below a second-level registry such as `co.uk`: an approximation that needs no list of all
    /// registries, and takes a company for too large only in countries with unusual ones.
    package static func registrable(_ domain: String) -> String {
        let labels = domain.lowercased().split(separator: ".")
        guard labels.count > 2, let top = labels.last else { return labels.joined(separator: ".") }
        let second = String(labels[labels.count - 2])
        let isRegistry = top.utf8.count == 2 && secondLevels.contains(second)
        return labels.suffix(isRegistry ? 3 : 2).joined(separator: ".")
    }

    private static let secondLevels: Set<String> = [
        "ac", "asso", "co", "com", "edu", "go", "gob", "gouv", "gov", "ltd", "me", "mil", "ne", "net", "nhs", "nom",
        "or", "org",
        "plc", "sch",
    ]

    private static func isFreemail(_ domain: String) -> Bool {
        if freemail.contains(domain) { return true }
        // `yahoo.co.uk`, `hotmail.fr`, `gmx.net`: the same name in every country.
        return domain.split(separator: ".").first.map { worldwide.contains(String($0)) } ?? false
    }

    private static let worldwide: Set<String> = [
        "aol", "gmail", "gmx", "googlemail", "hotmail", "icloud", "live", "msn", "outlook", "proton", "protonmail",
        "yahoo",
        "yandex", "ymail", "zohomail",
    ]

    private static let freemail: Set<String> = [
        "126.com", "139.com", "163.com", "abv.bg", "alice.it", "att.net", "bell.net", "bigpond.com", "bluewin.ch",
        "bol.com.br",
        "btinternet.com", "centrum.cz", "comcast.net", "cox.net", "daum.net", "docomo.ne.jp", "duck.com", "email.com",
        "ezweb.ne.jp", "fastmail.com", "fastmail.fm", "foxmail.com", "free.fr", "freenet.de", "hanmail.net", "hey.com",
        "hush.com",
        "inbox.lv", "inbox.ru", "interia.pl", "laposte.net", "libero.it", "list.ru", "mac.com", "mail.com", "mail.ru",
        "mailbox.org",
        "me.com", "naver.com", "o2.pl", "onet.pl", "online.no", "orange.fr", "passport.com", "pm.me", "posteo.de",
        "qq.com",
        "rambler.ru", "rediffmail.com", "rocketmail.com", "rogers.com", "sapo.pt", "sbcglobal.net", "seznam.cz",
        "sfr.fr",
        "shaw.ca", "sina.com", "skynet.be", "softbank.ne.jp", "sohu.com", "t-online.de", "telenet.be", "terra.com.br",
        "tiscali.it",
        "tuta.com", "tutanota.com", "uol.com.br", "ukr.net", "verizon.net", "virgilio.it", "wanadoo.fr", "web.de",
        "wp.pl",
        "xtra.co.nz", "yeah.net", "ziggo.nl", "zoho.com",
    ]
}
