import Correspondence
import Database
package import Settings
package import Storage
package import Timing

/// Checks the database, and what the services report in it.
package struct DatabaseCheck: Sendable {
    private let location: DatabaseLocation
    private let settings: MosaicSettings
    private let clock: any WallClock

    /// A watcher that has not looked for this long, or three polls, does not watch.
    static let staleAfter = Duration.seconds(180)
    static let clockTolerance = Duration.seconds(2)

    package init(_ location: DatabaseLocation, _ settings: MosaicSettings, clock: any WallClock) {
        self.location = location
        self.settings = settings
        self.clock = clock
    }

    package var check: Check {
        Check("database") { try await look() }
    }

    private func look() async throws -> [Finding] {
        if case .sqlite(let path) = location, path != ":memory:" {
            switch FileChecks.place(path) {
            case .writable: break
            case .possible:
                let fact = "\(location.shown), not there yet"
                let todo = "Nothing, if this is the right place: `mosaic run` makes it. \(Self.outreachPreview)"
                return [.warning("database", fact, do: todo)]
            case .impossible(let reason):
                return [.failed("database", reason, do: "Run as its owner, or set DATABASE_URL or STATE_FOLDER.")]
            }
        }
        return try await location.withDatabase { database, migrator in
            let store = Store(database: database)
            let server = try await store.server()
            let status = try await migrator.status()
            var findings = [version(server), schema(status)]
            if server.dialect == .postgres {
                findings.append(try await clockFinding(store))
                findings.append(Self.durability(try await store.durability()))
            }
            if status.steps.isEmpty {
                findings += try await accountFindings(store)
                findings += try await outreachFindings(in: store, settings)
                findings.append(try await sending(store))
            }
            return findings
        }
    }

    private func version(_ server: DatabaseServer) -> Finding {
        let fact = "\(location.shown), version \(server.version)"
        return server.isSupported
            ? .ok("database", fact)
            : .failed("database", fact, do: "Upgrade PostgreSQL to version 14 or later.")
    }

    private func schema(_ status: Migrator.Status) -> Finding {
        let version = "\(status.version) of \(status.newest)"
        guard status.steps.isEmpty else {
            return .warning("schema", version, do: "mosaic db migrate (or start `mosaic run`).")
        }
        guard status.missingIndexes.isEmpty else {
            return .warning(
                "schema", "\(version); not built: \(status.missingIndexes.joined(separator: ", "))",
                do: "mosaic db migrate, unless `mosaic run` is building them just now: without them it is slow.")
        }
        return .ok("schema", version)
    }

    /// That a mail is in doubt is stored before it leaves; a server that loses that would let it be sent again.
    package static func durability(_ durability: DatabaseDurability) -> Finding {
        if !durability.weaknesses.isEmpty {
            return .failed(
                "durability", durability.weaknesses.joined(separator: ", "),
                do: "Set it on in postgresql.conf: after a crash a mail could be sent twice.")
        }
        return durability.hasAsynchronousStandby
            ? .warning(
                "durability", "a standby follows asynchronously",
                do: "Name it in synchronous_standby_names, or look into Sent before it takes over.")
            : .ok("durability", "commits are on disk before they are answered")
    }

    /// The database's clock decides what is due; half the round trip is the error of the comparison.
    private func clockFinding(_ store: Store) async throws -> Finding {
        let before = clock.now
        let theirs = try await store.currentTime()
        let after = clock.now
        let middle = before + (after - before) / 2
        let difference = theirs > middle ? theirs - middle : middle - theirs
        let milliseconds = Int64((difference.inSeconds * 1_000).rounded())
        let fact = "\(milliseconds) ms between the database and this machine"
        return difference <= Self.clockTolerance
            ? .ok("clock", fact)
            : .warning("clock", fact, do: "Let both machines follow a time server (timedatectl set-ntp true).")
    }

    private func accountFindings(_ store: Store) async throws -> [Finding] {
        var findings: [Finding] = []
        for account in try await store.accounts.all()
        where settings.accounts.contains(where: { $0.address == account.address }) {
            let watcher = try await store.leases.holder(of: account.right)
            findings.append(Self.health(of: account, isWatched: watcher != nil, settings: settings, now: clock.now))
        }
        return findings
    }

    /// The finding for a watcher's last report.
    package static func health(
        of account: AccountRecord, isWatched: Bool, settings: MosaicSettings, now: Timestamp
    ) -> Finding {
        let name = "\(account.address) watcher"
        let look = account.lastCheckedAt.map { "last look \($0.shown(relativeTo: now))" } ?? "never looked yet"
        if account.health == .failing, isWatched {
            return .failed(name, account.healthDetail ?? look, do: "See mosaic logs --account \(account.address)")
        }
        guard isWatched else { return unwatched(account, name, look) }
        let limit = max(staleAfter, settings.pollingInterval * 3)
        if let last = account.lastCheckedAt, now - last > limit {
            return .failed(name, look, do: "Restart `mosaic run`, and see mosaic logs --account \(account.address)")
        }
        if account.rival != nil {
            return .failed(
                name, "another installation of Mosaic uses this mailbox, so nothing is sent from it",
                do: "Stop the other one; then: mosaic accounts take-over \(account.address)")
        }
        if let pause = account.pause, pause.until > now {
            let why = pause.reason.map { ": \($0)" } ?? ""
            return .warning(
                name, "\(look), sends nothing until \(pause.until.shown)\(why)",
                do: "Nothing, it goes on by itself; to try at once: mosaic accounts resume \(account.address)")
        }
        return .ok(name, "\(look), may: \(account.state.rawValue)")
    }

    /// Before the first start nothing is wrong yet; afterwards a process must watch, or replies wait.
    private static func unwatched(_ account: AccountRecord, _ name: String, _ look: String) -> Finding {
        guard account.lastCheckedAt != nil else {
            return .warning(name, "not watched yet", do: "Start `mosaic run`.")
        }
        guard account.health == .failing, let detail = account.healthDetail else {
            return .failed(name, "not watched now, \(look)", do: "Start `mosaic run`.")
        }
        return .failed(
            name, "not watched now, \(look): \(detail)",
            do: "See mosaic logs --account \(account.address); start `mosaic run` if it does not run.")
    }

    private func sending(_ store: Store) async throws -> Finding {
        guard let stop = try await store.instance.sendingStop() else {
            return .ok("sending", settings.isDryRun ? "off: DRY_RUN is set" : "allowed")
        }
        return .failed(
            "sending", "stopped since \(stop.since.shown): \(stop.reason)",
            do: "Find the cause, then: mosaic accounts resume-sending")
    }
}
