import Glibc

/// The kernel's limits for this process.
enum ProcessLimits {
    /// Descriptors used besides the accounts': databases, cache, log, timers; and for each account two IMAP connections, one more at
    /// start, and one to send.
    static func descriptors(forAccounts count: Int) -> UInt { 40 + 4 * UInt(count) }

    /// Raises the limit of descriptors as far as possible, and disables core dumps: they would contain passwords.
    static func prepare() {
        var open = limit(of: RLIMIT_NOFILE)
        open.rlim_cur = open.rlim_max
        // Neither can fail: each only moves within what is allowed.
        setrlimit(.init(RLIMIT_NOFILE.rawValue), &open)
        var core = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(.init(RLIMIT_CORE.rawValue), &core)
    }

    /// What to do if there are too few descriptors for this many accounts; nil when there are enough.
    static func warning(forAccounts count: Int) -> String? {
        let allowed = limit(of: RLIMIT_NOFILE).rlim_max
        return warning(forAccounts: count, allowed: allowed > UInt(Int.max) ? .max : UInt(allowed))
    }

    static func warning(forAccounts count: Int, allowed: UInt) -> String? {
        let needed = descriptors(forAccounts: count)
        guard allowed < needed else { return nil }
        return
            "\(count) accounts may need \(needed) open files and sockets, and \(allowed) are allowed: raise the limit "
            + "(`ulimit -Hn`, or LimitNOFILE= of the service)"
    }

    private static func limit(of resource: __rlimit_resource) -> rlimit {
        var limit = rlimit()
        getrlimit(.init(resource.rawValue), &limit)
        return limit
    }
}
