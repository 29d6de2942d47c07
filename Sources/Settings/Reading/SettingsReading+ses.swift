import Correspondence

/// The ways out that an account can name.
enum OutletKind: String {
    case smtp, ses
}

extension SettingsReading {
    /// How an account's mail leaves where it names a way of its own.
    mutating func outletKind(_ names: AccountNames) -> OutletKind {
        optional([names.name("OUTLET")], expecting: .outlet) { OutletKind(rawValue: $0.lowercased()) } ?? .smtp
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
                region: region, configurationSet: variables["SES_CONFIGURATION_SET"], baseURL: url,
                environment: Dictionary(environment) { $1 }))
    }
}
