/// Another process watches the account; this process is on standby.
struct LeaseHeldElsewhere: Error, CustomStringConvertible {
    let holder: String
    var description: String { "watched by \(holder)" }
}

/// The right to watch went to another process, or expired while the database could not be reached.
struct LeaseLost: Error, CustomStringConvertible {
    var description: String { "the right to watch this account was lost to another process" }
}
