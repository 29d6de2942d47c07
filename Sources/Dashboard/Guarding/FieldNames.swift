import HTTPTypes

extension HTTPField.Name {
    /// The first one is the request's authority; in the fields stands only what came behind it.
    static let secondHost = Self("Host")!
    static let forwardedFor = Self("X-Forwarded-For")!
    static let forwardedProto = Self("X-Forwarded-Proto")!
    static let fetchSite = Self("Sec-Fetch-Site")!
    static let formToken = Self("X-Form-Token")!
    static let referrerPolicy = Self("Referrer-Policy")!
    static let frameOptions = Self("X-Frame-Options")!
    static let openerPolicy = Self("Cross-Origin-Opener-Policy")!
    static let resourcePolicy = Self("Cross-Origin-Resource-Policy")!
    static let permissionsPolicy = Self("Permissions-Policy")!
}
