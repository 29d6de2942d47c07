import Text

/// A device flow in progress (RFC 8628 section 3.2).
package struct DeviceAuthorization: Sendable, Hashable {
    let deviceCode: String
    /// The code that the person types.
    package let userCode: String
    /// The page on which they type it.
    package let url: String
    package let lifetime: Duration
    /// Time between two questions.
    package let interval: Duration

    /// Nil when the answer lacks a member that RFC 8628 requires.
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
