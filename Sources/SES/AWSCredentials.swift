/// Credentials for AWS. No description or dump shows the secrets.
package struct AWSCredentials: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package let accessKeyID: String
    let secretAccessKey: String
    /// The token of temporary credentials, such as a role's.
    let sessionToken: String?
    /// Seconds since 1970; nil: for ever.
    let expires: Int64?

    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expires: Int64? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expires = expires
    }

    package var description: String { "AWSCredentials" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
