import Text

/// A device flow under way (RFC 8628 section 3.2).
package struct DeviceAuthorization: Sendable, Hashable {
    let deviceCode: String
    /// What the person types.
    package let userCode: String
    /// Where they type it.
    package let url: String
    package let lifetime: Duration
    /// Between two questions.
    package let interval: Duration

    /// Nil when the answer lacks something that RFC 8628 demands.
    init?(_ json: JSON) {
        guard let deviceCode = json["device_code"]?.text, let userCode = json["user_code"]?.text,
            let url = (json["verification_uri"] ?? json["verification_url"])?.text
        else { return nil }
        self.deviceCode = deviceCode
        self.userCode = userCode
        self.url = url
        lifetime = .seconds(json["expires_in"]?.seconds ?? 900)
        interval = .seconds(max(1, json["interval"]?.seconds ?? 5))
    }
}
