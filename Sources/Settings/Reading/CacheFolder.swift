/// The folder for files that can be recreated at any time: systemd's for the service (`CacheDirectory=mosaic`), otherwise the user's
/// own (XDG Base Directory Specification).
package enum CacheFolder {
    /// - Returns: an absolute path; nil where the environment names no home.
    package static func path(_ environment: [String: String]) -> String? {
        // systemd separates several folders with colons.
        if let folder = environment["CACHE_DIRECTORY"]?.split(separator: ":").first { return String(folder) }
        if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") { return "\(folder)/mosaic" }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return "\(home)/.cache/mosaic"
    }
}
