import Correspondence

/// The outlets that an account can name.
enum OutletKind: String {
    case smtp, ses
    case gmail = "gmail-api"
}

extension SettingsReading {
    /// The outlet of an account that names one.
    mutating func outletKind(_ names: AccountNames) -> OutletKind {
        optional([names.name("OUTLET")], expecting: .outlet) { OutletKind(rawValue: $0.lowercased()) } ?? .smtp
    }

    /// Gmail's web interface accepts only tokens.
    mutating func gmailSettings(_ address: EmailAddress, _ names: AccountNames) -> OutletSettings? {
        guard case .token(let origin)? = proof(of: address, names) else {
            fault(
                "\(variables.shown(names.name("OUTLET"))) is gmail-api, which takes no passwords: set "
                    + "\(names.name("OAUTH"))=google in place of the password.")
            return nil
        }
        var url = variables["GMAIL_API_URL"]
        while url?.hasSuffix("/") == true { url?.removeLast() }
        if let url, !url.hasPrefix("https://"), !Self.isOnLoopback(url) {
            fault(
                "\(variables.shown("GMAIL_API_URL")) would send mail unencrypted: begin it with https://, or unset it.")
        }
        return .gmail(GmailSettings(address: address, tokens: origin, baseURL: url))
    }

    /// Reports of a configuration set that nobody reads would never arrive.
    private mutating func eventsQueue() -> String? {
        guard let url = variables["SES_EVENTS_QUEUE"] else { return nil }
        let parts = url.split(separator: "/")
        guard url.hasPrefix("https://") || Self.isOnLoopback(url), parts.count == 4 else {
            fault(
                "\(variables.shown("SES_EVENTS_QUEUE")) is no queue: set it to the URL that SQS shows, such as "
                    + "https://sqs.eu-central-1.amazonaws.com/123456789012/mosaic.")
            return nil
        }
        guard variables["SES_CONFIGURATION_SET"] != nil else {
            fault(
                "SES_CONFIGURATION_SET is missing, while SES_EVENTS_QUEUE is set: name the configuration set whose events go "
                    + "there.")
            return nil
        }
        return url
    }

    mutating func sesSettings(_ address: EmailAddress) -> OutletSettings? {
        guard let (name, region) = variables.first(of: ["AWS_REGION", "AWS_DEFAULT_REGION"]) else {
            fault("AWS_REGION is missing, while \(address) sends over SES: set it to where its domain is verified.")
            return nil
        }
        guard region.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }) else {
            fault("\(variables.shown(name)) is no AWS region: set it to something like eu-central-1.")
            return nil
        }
        var url = variables["SES_URL"]
        while url?.hasSuffix("/") == true { url?.removeLast() }
        if let url, !url.hasPrefix("https://"), !Self.isOnLoopback(url) {
            fault("\(variables.shown("SES_URL")) would send mail unencrypted: begin it with https://, or unset it.")
        }
        let wanted = variables.names.filter { $0.hasPrefix("AWS_") || $0 == "HOME" }
        let environment = wanted.compactMap { name in variables[name].map { (name, Secret($0)) } }
        return .ses(
            SESSettings(
                region: region, configurationSet: variables["SES_CONFIGURATION_SET"], sender: address,
                eventsQueue: eventsQueue(),
                baseURL: url,
                environment: Dictionary(environment) { $1 }))
    }
}
