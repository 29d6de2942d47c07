extension OAuthFailure {
    /// A cause that a provider names in its words, and what a person does about it. The numbers are Microsoft's:
    /// https://learn.microsoft.com/entra/identity-platform/reference-error-codes
    struct Cause: Sendable {
        /// Any of them tells it.
        let marks: [String]
        let advice: String

        /// Nil for words that tell none.
        static func advice(on words: String, from provider: OAuthProvider.Name) -> String? {
            let causes = provider == .google ? google : microsoft
            return causes.first { $0.marks.contains { words.contains($0) } }?.advice
        }

        private static let google = [
            Cause(
                marks: ["invalid_rapt", "rapt_required"],
                advice:
                    "The domain demands a new login after some hours. Ask its administrator to trust the app in the Admin "
                    + "console, under Security, Google Cloud session control."),
            Cause(
                marks: ["redirect_uri_mismatch"],
                advice:
                    "Register the app as a desktop app; or add the address to which the browser comes back to its redirect URIs."
            ),
        ]

        private static let microsoft = [
            Cause(marks: ["AADSTS50173"], advice: "The account's password was changed or reset."),
            Cause(marks: ["AADSTS70008", "AADSTS700082"], advice: "The permission was not used for 90 days."),
            Cause(
                marks: ["AADSTS65001"], advice: "Nobody has agreed to what the app asks for, or an administrator must."),
            Cause(
                marks: ["AADSTS50076", "AADSTS50079", "AADSTS50158", "AADSTS53003"],
                advice:
                    "A rule of the organisation demands another factor or a known device; its administrator knows which."
            ),
            Cause(
                marks: ["AADSTS7000218"],
                advice:
                    "Allow public client flows in the app's registration, under Authentication; or set its client secret."
            ),
            Cause(
                marks: ["AADSTS7000222"],
                advice: "The app's client secret has run out: make a new one in its registration, and set it."),
            Cause(
                marks: ["AADSTS7000215"],
                advice: "Set the client secret's value, which the registration shows once, and not its id."),
            Cause(
                marks: ["AADSTS700016", "AADSTS90002", "AADSTS900023", "AADSTS50194", "AADSTS50020"],
                advice:
                    "The tenant and the app do not fit: check client id, tenant, and the account types of the app's registration."
            ),
            Cause(
                marks: ["AADSTS50011", "AADSTS500113", "AADSTS900971"],
                advice:
                    "Add the address to which the browser comes back to the redirect URIs of the app's registration."),
        ]

        /// What ends permissions as a rule, likeliest first.
        static func usual(at provider: OAuthProvider.Name) -> String {
            switch provider {
            case .google:
                "The usual reasons: the OAuth app is still in \"Testing\", where a permission lasts seven days (publish it in the "
                    + "Google Cloud console under OAuth consent screen); access was revoked in the Google account; its "
                    + "password was changed; or the permission was not used for six months."
            case .microsoft:
                "The usual reasons: the password was changed; an administrator ended the sessions or demands another factor; "
                    + "or the permission was not used for 90 days."
            }
        }
    }
}
