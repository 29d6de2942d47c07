/// The names of all settings, and the consequence of misspelling each.
enum SettingNames {
    /// Misspelt, these would let mail go out that should not, or hide a mailbox or its data.
    static let safety: Set<String> = [
        "DRY_RUN", "ACCOUNT_STATE", "AUTONOMY_AGREEMENTS", "AUTONOMY_DISAGREEMENTS", "AUTONOMY_PROMOTES",
        "NEVER_ANSWER", "SIGNATURE_CONTACT_TO_PERSON", "OUTREACH", "RATE_LIMIT_PER_DAY",
        "DAILY_EMAIL_LIMIT",
        "SEND_BURST_PER_MINUTE", "SEND_SPACING", "FOLLOWUP_STAGE_2_DELAY", "FOLLOWUP_STAGE_3_DELAY",
        "MIN_DELAY_SECONDS", "DELAY_SECONDS", "MAX_DELAY_SECONDS", "PAUSE_EVERY_N_EMAILS", "PAUSE_MIN_MINUTES",
        "PAUSE_MAX_MINUTES", "CALENDAR_LINK", "DATABASE_URL", "STATE_FOLDER",
        "RETENTION", "RETENTION_TRACES", "TEXTS_FOLDER", "RULES_FOLDER", "EMAIL_ADDRESS", "EMAIL_PASSWORD",
        "PUBLIC_URL", "WEB_ADDRESS", "WEB_HOSTS", "WEB_PROXIES", "ADMIN_USERNAME", "ADMIN_PASSWORD", "ALERT_HOSTS",
        "ALERT_MAIL_FROM", "ALERT_SMTP_SERVER", "ALERT_SMTP_SECURITY",
    ]

    private static let others: Set<String> = [
        "ACCOUNT_NAME", "SENT_FOLDER", "TLS_CA_FILE", "GROQ_API_KEY", "GROQ_MODEL", "GROQ_BASE_URL", "GROQ_TIMEOUT",
        "OFFER", "LICENSE_SHEET_URL", "LICENSE_KEY",
        "REDIS_URL", "POLLING_INTERVAL", "MAX_CONCURRENT_WORKERS", "DEBOUNCE_SECONDS", "INITIAL_BACKLOG",
        "DEFAULT_REGION", "IN_DOUBT_GRACE", "LOG_LEVEL", "LOG_FILE",
        "SMTP_USE_TLS", "SMTP_STARTTLS", "PORT", "ALERT_SMTP_PORT", "ALERT_SMTP_USER", "ALERT_SMTP_PASSWORD",
        "APP_SECRET_KEY", "GOOGLE_OAUTH_CLIENT_ID", "GOOGLE_OAUTH_CLIENT_SECRET", "GOOGLE_OAUTH_URL",
        "MICROSOFT_OAUTH_CLIENT_ID", "MICROSOFT_OAUTH_CLIENT_SECRET", "MICROSOFT_OAUTH_URL", "MICROSOFT_OAUTH_TENANT",
        "GMAIL_CLIENT_ID", "GMAIL_CLIENT_SECRET", "AWS_REGION", "AWS_DEFAULT_REGION", "SES_CONFIGURATION_SET",
        "SES_EVENTS_QUEUE", "SES_EVENTS_TOPIC", "SES_URL", "GMAIL_API_URL",
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE",
        "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_EC2_METADATA_DISABLED",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    ]

    /// The part after `GMAIL_ACCOUNT_n_`; true where a misspelling is refused.
    static let accountParts: [String: Bool] = [
        "EMAIL": true, "PASSWORD": true, "STATE": true, "RATE_LIMIT_PER_DAY": true, "NAME": false, "REGION": false,
        "LOGIN": false, "USERNAME": false, "USER": false, "ALIASES": false, "SENT_FOLDER": false,
        "SENT_MAILBOX": false, "TLS_CA_FILE": false, "OAUTH": true, "TOKEN_COMMAND": true, "OUTLET": true,
    ].merging(serverParts) { own, _ in own }

    /// Settings of a server, for all accounts or after an account's prefix.
    private static let serverParts: [String: Bool] = {
        let parts = [
            "SERVER": true, "HOST": true, "SECURITY": true, "PORT": false, "LOGIN": false, "USERNAME": false,
            "USER": false, "PASSWORD": false,
        ]
        return ["IMAP_", "SMTP_"].reduce(into: [:]) { all, kind in
            for (part, isSafety) in parts { all[kind + part] = isSafety }
        }
    }()

    /// Variables that the process has anyway, and a settings file may set.
    static let process: Set<String> = [
        "HOME", "STATE_DIRECTORY", "XDG_STATE_HOME", "CACHE_DIRECTORY", "XDG_CACHE_HOME", "TZ", "LANG", "LC_ALL",
        "PATH", "NO_COLOR", "TERM", "SWIFT_BACKTRACE", "MOSAIC_FAILPOINT",
    ]

    /// Everything but the settings of single accounts.
    static let general = safety.union(others).union(serverParts.keys)

    static let accountPrefix = "GMAIL_ACCOUNT_"

    static func isKnown(_ name: String) -> Bool {
        general.contains(name) || process.contains(name) || AccountVariable(name) != nil
    }

    /// Whether it is a setting of Mosaic, set for itself and not for other programs too.
    static func isSetting(_ name: String) -> Bool { general.contains(name) || AccountVariable(name) != nil }

    /// Parts of names whose values nobody is shown: they let somebody in, or are commands that may hold what does.
    private static let secretParts: Set<Substring> = ["PASSWORD", "SECRET", "KEY", "TOKEN", "COMMAND", "CREDENTIALS"]
    /// Addresses that may hold a password, or let in whoever knows them.
    private static let secretAddresses: Set<String> = ["DATABASE_URL", "REDIS_URL", "LICENSE_SHEET_URL"]

    /// Whether a value is never shown. An address with a name before its host counts by its form: a password may stand there.
    static func isSecret(_ name: String, _ value: String) -> Bool {
        secretAddresses.contains(name) || name.split(separator: "_").contains(where: secretParts.contains)
            || value.contains("://") && value.contains("@")
    }

    static func isSafety(_ name: String) -> Bool {
        if let account = AccountVariable(name) { return accountParts[account.part] == true }
        return safety.contains(name) || serverParts[name] == true
    }
}

/// `GMAIL_ACCOUNT_12_NAME`, parsed.
struct AccountVariable: Sendable, Hashable {
    /// As written: `12`, and also `012`.
    let label: String
    /// `NAME`.
    let part: String

    /// Nil unless the name is one of an account's settings.
    init?(_ name: String) {
        guard name.hasPrefix(SettingNames.accountPrefix) else { return nil }
        let rest = name.dropFirst(SettingNames.accountPrefix.count)
        let label = rest.prefix { $0.isASCII && $0.isNumber }
        let part = rest[label.endIndex...].dropFirst()
        guard (1...6).contains(label.count), rest[label.endIndex...].first == "_",
            SettingNames.accountParts[String(part)] != nil
        else { return nil }
        (self.label, self.part) = (String(label), String(part))
    }
}
