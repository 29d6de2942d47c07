/// The folder of the embedded database: the same one for the service and for every command.
///
/// `STATE_FOLDER`, if set; otherwise systemd's for the service (`STATE_DIRECTORY`); otherwise the folder that systemd gives a
/// service of this name, if it exists, because a service's data must be found without its environment; otherwise the user's own
/// (XDG Base Directory Specification).
struct StateFolder: Sendable, Hashable {
    /// The folder for `StateDirectory=mosaic` (systemd.exec(5)).
    static let ofService = "/var/lib/mosaic"
    static let databaseName = "mosaic.db"

    let path: String
    /// A sentence about a second database that is not used; usually nil.
    let doubt: String?

    var database: String { "\(path)/\(Self.databaseName)" }

    init(_ variables: Variables, _ files: Files) {
        let users = Self.users(variables)
        if let (name, folder) = variables.first(of: ["STATE_FOLDER"]) {
            (path, doubt) = (Self.withoutSlash(variables.path(folder, of: name)), nil)
            return
        }
        // systemd separates several folders with colons.
        if let folder = variables["STATE_DIRECTORY"]?.split(separator: ":").first {
            path = Self.withoutSlash(String(folder))
        } else {
            path = files.exists(Self.ofService) ? Self.ofService : users
        }
        let other = "\(users)/\(Self.databaseName)"
        doubt =
            path != users && files.exists(other)
            ? "There is a second database at \(other), which is not used: the one in \(path) is. Set STATE_FOLDER or "
                + "DATABASE_URL to say which one is meant, or remove the other." : nil
    }

    /// Relative folders do not count (XDG Base Directory Specification).
    private static func users(_ variables: Variables) -> String {
        if let folder = variables["XDG_STATE_HOME"], folder.hasPrefix("/") { return "\(withoutSlash(folder))/mosaic" }
        return "\(variables["HOME"] ?? ".")/.local/state/mosaic"
    }

    private static func withoutSlash(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
