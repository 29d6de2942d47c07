import CLibPQ

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The way from a URL to a session, on a thread that may wait (name look-up blocks inside libpq).
struct Connecting {
    let configuration: PostgresConfiguration

    /// Connects before the deadline, or says why not.
    func open() throws(PostgresError) -> PQHandle {
        try checkURL()
        let deadline = ContinuousClock.now + configuration.connectTimeout
        let handle = try start()
        // PQconnectPoll is to be treated as if it had last returned PGRES_POLLING_WRITING (libpq manual 34.1).
        var awaited = PGRES_POLLING_WRITING
        while awaited != PGRES_POLLING_OK {
            guard !PQHandle.isBad(handle.pointer), awaited != PGRES_POLLING_FAILED else { throw failure(handle) }
            guard wait(for: awaited, on: handle.socket, until: deadline) else { throw timeout(handle) }
            awaited = PQconnectPoll(handle.pointer)
        }
        guard PQsetnonblocking(handle.pointer, 1) == 0, PQenterPipelineMode(handle.pointer) == 1 else {
            throw failure(handle)
        }
        return handle
    }

    /// libpq's own message would quote the URL, and with it the password; an unescaped `/` or `@` in a password can even make part of
    /// it a port, host or database.
    private func checkURL() throws(PostgresError) {
        let unusable = PostgresError(
            .invalid,
            """
            the database URL cannot be used: write postgresql://user:password@host:5432/database, \
            with the special characters of a password as %XX
            """)
        guard let options = PQconninfoParse(configuration.url, nil) else { throw unusable }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            let value = option.pointee.val.map { String(cString: $0) } ?? ""
            switch String(cString: keyword) {
            case "port" where value.contains { !("0"..."9" ~= $0 || $0 == ",") }: throw unusable
            case "host" where value.contains("@"), "dbname" where value.contains("@"): throw unusable
            default: option += 1
            }
        }
    }

    private func start() throws(PostgresError) -> PQHandle {
        // Keywords before dbname may be overruled by the URL it holds; those after it may not.
        let pairs: [(String, String)] = [
            ("fallback_application_name", configuration.applicationName),
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"), ("dbname", configuration.url), ("client_encoding", "UTF8"),
        ]
        let keywords = pairs.map { strdup($0.0) }
        let values = pairs.map { strdup($0.1) }
        defer { for text in keywords + values { free(text) } }
        let started = PQconnectStartParams(
            keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        guard let started else { throw PostgresError(.unreachable, "libpq has no memory for a connection") }
        return PQHandle(started)
    }

    private func wait(
        for awaited: PostgresPollingStatusType, on socket: CInt, until deadline: ContinuousClock.Instant
    ) -> Bool {
        var descriptor = pollfd(
            fd: socket, events: Int16(awaited == PGRES_POLLING_READING ? POLLIN : POLLOUT), revents: 0)
        while true {
            let left = deadline - .now
            guard left > .zero else { return false }
            let milliseconds = Int32(
                clamping: left.components.seconds * 1_000 + 1 + left.components.attoseconds / 1_000_000_000_000_000)
            let ready = poll(&descriptor, 1, milliseconds)
            if ready != 0 && !(ready < 0 && errno == EINTR) { return ready > 0 }
        }
    }
}

extension Connecting {
    private func timeout(_ handle: borrowing PQHandle) -> PostgresError {
        PostgresError(
            .unreachable,
            """
            PostgreSQL at \(handle.place) did not answer within \(configuration.connectTimeout): \
            is it running, and does its URL name the right host and port?
            """
        )
    }

    /// A failed connection has no SQLSTATE in libpq, only words. Those of a server in another language fall into the last case,
    /// which is retried.
    private func failure(_ handle: borrowing PQHandle) -> PostgresError {
        let message = handle.errorMessage
        let says = { (words: String) in message.contains(words) }
        if says("password authentication failed") || says("no password supplied") || says("authentication failed") {
            return PostgresError(
                .refused,
                "PostgreSQL at \(handle.place) refused user \(handle.user): check name and password in the database URL"
            )
        }
        if says("no pg_hba.conf entry") {
            return PostgresError(
                .refused,
                "PostgreSQL at \(handle.place) lets no \(handle.user) in from here: add a line to its pg_hba.conf")
        }
        if says("database \"\(handle.database)\" does not exist") {
            return PostgresError(
                .refused,
                """
                PostgreSQL at \(handle.place) has no database \(handle.database): \
                create it with `createdb \(handle.database)`
                """
            )
        }
        if says("role \"\(handle.user)\" does not exist") {
            return PostgresError(
                .refused,
                "PostgreSQL at \(handle.place) has no role \(handle.user): create it with `createuser \(handle.user)`")
        }
        if says("SSL") || says("certificate") {
            return PostgresError(
                .refused, "PostgreSQL at \(handle.place) and the URL's sslmode do not agree: \(message)")
        }
        return PostgresError(
            .unreachable,
            """
            PostgreSQL at \(handle.place) is not there: \
            is it running, and does its URL name the right host and port? (\(message))
            """
        )
    }
}
