/// Google's app passwords: sixteen letters, shown in four groups with spaces that are not part of the password.
enum AppPassword {
    /// The password without its spaces, if it looks like an app password and this server may be Google's or a stand-in on this machine;
    /// nil for any other, whose spaces are significant.
    static func withoutSpaces(_ password: String, for server: ServerAddress) -> String? {
        server.isGoogle || server.isLoopback ? letters(password) : nil
    }

    /// Whether it has the form of one, with or without spaces.
    static func isOne(_ password: String) -> Bool {
        letters(password) != nil
    }

    private static func letters(_ password: String) -> String? {
        let groups = password.split(whereSeparator: \.isWhitespace)
        let isGrouped = groups.count == 4 && groups.allSatisfy { $0.count == 4 }
        let isWhole = groups.count == 1 && groups[0].count == 16
        guard isGrouped || isWhole, groups.joined().allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
        return groups.joined()
    }
}
