/// The database, Redis and the model.
extension SettingsReading {
    mutating func groqSettings() -> GroqSettings? {
        let budget = duration("GROQ_TIMEOUT", fallback: .seconds(8))
        guard let key = variables["GROQ_API_KEY"] else { return nil }
        var baseURL = variables["GROQ_BASE_URL"] ?? "https://api.groq.com/openai/v1"
        while baseURL.hasSuffix("/") { baseURL.removeLast() }
        if !baseURL.hasPrefix("https://"), !baseURL.hasPrefix("http://") {
            fault(
                "\(variables.shown("GROQ_BASE_URL")) is not a valid web address: set it to something like "
                    + "https://api.groq.com/openai/v1.")
        }
        if baseURL.hasPrefix("http://"), !Self.isOnLoopback(baseURL) {
            note(
                "\(variables.shown("GROQ_BASE_URL")) begins with http://, so the key and the replies' words travel "
                    + "unencrypted: use https:// unless the network is your own.")
        }
        return GroqSettings(
            apiKey: Secret(key), model: variables["GROQ_MODEL"] ?? "openai/gpt-oss-20b", baseURL: baseURL,
            offer: offer(), timeout: budget)
    }

    /// One line that fits into the model's instructions.
    private mutating func offer() -> String {
        guard let offer = variables["OFFER"] else { return "a paid collaboration" }
        let longest = 300
        if offer.count > longest || offer.contains(where: \.isNewline) {
            fault(
                "\(variables.shown("OFFER")) must be one line of at most \(longest) characters: say what your outreach "
                    + "proposes, such as OFFER=a free trial of our booking software to owners of restaurants.")
        }
        return offer
    }

    /// Whether an unencrypted web address stays on this machine.
    static func isOnLoopback(_ url: String) -> Bool { url.hasPrefix("http://") && isLoopback(url.dropFirst(7)) }

    private static func isLoopback(_ rest: Substring) -> Bool {
        let end: (Character) -> Bool = { rest.first == "[" ? $0 == "]" : ":/".contains($0) }
        let host = rest.prefix { !end($0) } + (rest.first == "[" ? "]" : "")
        return ServerAddress(host: String(host), port: 80, security: .none).isLoopback
    }

    mutating func redisURL() -> Secret? {
        guard let url = variables["REDIS_URL"] else { return nil }
        if url.hasPrefix("redis://") { return Secret(url) }
        if url.hasPrefix("rediss://") {
            fault(
                "\(variables.shown("REDIS_URL")) asks for TLS (rediss://), which is not supported: use redis:// to a "
                    + "server on "
                    + "this machine or behind a tunnel, or unset REDIS_URL to work without Redis.")
        } else {
            fault(
                "\(variables.shown("REDIS_URL")) is not a valid Redis address: set it to something like "
                    + "redis://localhost:6379/0, or unset it.")
        }
        return nil
    }

    mutating func databaseLocation() -> DatabaseLocation {
        guard let (name, url) = variables.first(of: ["DATABASE_URL"]) else { return embeddedDatabase() }
        if let postgres = Self.postgresURL(url) { return checked(postgres, name) }
        if url.hasPrefix("sqlite:"), url.utf8.count > 7 {
            let path = String(url.dropFirst(7))
            return .sqlite(path: path == ":memory:" ? path : variables.path(path, of: name))
        }
        fault(
            "\(variables.shown(name)) is neither PostgreSQL nor SQLite: set it to "
                + "postgresql://user:password@host:5432/name "
                + "or sqlite:PATH, or unset it to use SQLite under the state folder.")
        return .sqlite(path: ":memory:")
    }

    /// Also in SQLAlchemy's form, with the name of a driver (`postgresql+asyncpg://`).
    private static func postgresURL(_ url: String) -> String? {
        guard let end = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<end.lowerBound].prefix { $0 != "+" }
        return scheme == "postgresql" || scheme == "postgres" ? "postgresql\(url[end.lowerBound...])" : nil
    }

    /// Prisma's `?schema=` is unknown to libpq, which refuses unknown parameters.
    private mutating func checked(_ url: String, _ name: String) -> DatabaseLocation {
        let parameters = url.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        if parameters.split(separator: "&").contains(where: { $0.hasPrefix("schema=") }) {
            fault(
                "\(variables.shown(name)) has the parameter schema, which only Prisma knows: remove it (for another "
                    + "schema than "
                    + "public write options=-csearch_path%3DNAME).")
        }
        return .postgres(Secret(url))
    }

    private mutating func embeddedDatabase() -> DatabaseLocation {
        if let (name, _) = variables.first(of: ["MONGO_URI", "MONGODB_URI", "MONGO_URL"]) {
            fault(
                "\(variables.shown(name)) is set, but Mosaic keeps its data in PostgreSQL or SQLite: set "
                    + "DATABASE_URL=postgresql://… instead.")
        }
        let folder = StateFolder(variables, files)
        if let sentence = folder.doubt { note(sentence) }
        return .sqlite(path: folder.database)
    }
}
