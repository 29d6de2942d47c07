import CGMime

/// GMime's process-wide state, started once: `g_mime_init` is not safe to race, a `static let` is initialised once.
enum GMimeLibrary {
    private static let started: Void = g_mime_init()

    static func start() { _ = started }

    /// Parser options as GMime recommends for mail from the wild.
    static func withOptions<Result>(_ body: (OpaquePointer?) throws -> Result) rethrows -> Result {
        start()
        let options = g_mime_parser_options_new()
        defer { g_mime_parser_options_free(options) }
        g_mime_parser_options_set_address_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE)
        g_mime_parser_options_set_allow_addresses_without_domain(options, gboolean(1))
        g_mime_parser_options_set_parameter_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE)
        return try body(options)
    }
}

/// Copies a C string that the library keeps.
func copied(_ text: UnsafePointer<CChar>?) -> String? {
    text.map { String(cString: $0) }
}

/// Copies a C string that the caller owns, and frees it.
func taken(_ text: UnsafeMutablePointer<CChar>?) -> String? {
    guard let text else { return nil }
    defer { g_free(text) }
    return String(cString: text)
}
