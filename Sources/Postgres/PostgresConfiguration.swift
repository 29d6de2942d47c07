/// PostgreSQL's address, and how long to wait for it.
public struct PostgresConfiguration: Sendable {
    /// A libpq URL or keyword string (manual 34.1.1): TLS by its `sslmode`, a unix socket by `host=/folder`.
    public var url: String
    /// The name shown in `pg_stat_activity`.
    public var applicationName: String
    /// From the first packet until the session is set up.
    public var connectTimeout: Duration
    /// How long one statement may take before it is cancelled.
    var statementTimeout: Duration
    /// How many connections the pool may hold open at once.
    public var maximumConnections: Int
    /// How long to wait in line for a connection.
    public var acquireTimeout: Duration
    /// A connection that lay idle longer than this is tried with an empty round trip before it is lent.
    public var idleCheck: Duration

    public init(
        url: String, applicationName: String = "mosaic", connectTimeout: Duration = .seconds(5),
        statementTimeout: Duration = .seconds(30), maximumConnections: Int = 10,
        acquireTimeout: Duration = .seconds(10), idleCheck: Duration = .seconds(30)
    ) {
        precondition(maximumConnections > 0)
        self.url = url
        self.applicationName = applicationName
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
        self.maximumConnections = maximumConnections
        self.acquireTimeout = acquireTimeout
        self.idleCheck = idleCheck
    }
}
