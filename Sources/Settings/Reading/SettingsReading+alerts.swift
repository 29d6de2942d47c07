import Correspondence

/// The delivery of alerts by mail.
extension SettingsReading {
    mutating func alertMail() -> AlertMailSettings {
        let sender = optional(["ALERT_MAIL_FROM"], expecting: .address) { EmailAddress($0) }
        let host = optional(["ALERT_SMTP_SERVER"], expecting: .host, SettingValue.host)
        guard let host else { return AlertMailSettings(sender: sender) }
        let security = optional(["ALERT_SMTP_SECURITY"], expecting: .security, ServerAddress.Security.init(name:))
        let port = optional(["ALERT_SMTP_PORT"], expecting: .port) { SettingValue.count($0, in: 1...65_535) }
        let server = ServerAddress(
            host: host,
            port: port ?? (security == .startTLS ? 587 : security == ServerAddress.Security.none ? 25 : 465),
            security: security ?? (port == 587 ? .startTLS : .tls))
        if server.security == .none, !server.isLoopback {
            fault("ALERT_SMTP_SECURITY=none would send alerts and a password in clear: set it to tls or starttls.")
        }
        guard let sender else {
            fault(
                "ALERT_MAIL_FROM is missing, while ALERT_SMTP_SERVER is set: set it to the address that alerts come from."
            )
            return AlertMailSettings()
        }
        let password = variables.exactly(["ALERT_SMTP_PASSWORD"]).map { Secret($0.value) }
        return AlertMailSettings(
            sender: sender,
            login: ServerLogin(
                server: server, user: password == nil ? "" : variables["ALERT_SMTP_USER"] ?? sender.text,
                password: password ?? Secret("")))
    }
}
