import Correspondence
import Database
import Outreach
import Timing

extension Alerts {
    /// The time after which a conversation that still waits is told again.
    package static let old = Duration.seconds(86_400)
    /// Older events are not told: after a long pause of the process they are on the desk.
    private static let recent = Duration.seconds(7 * 86_400)
    /// At most this many of one kind in one round; the next round takes the others.
    private static let most = 500

    /// Makes alerts of everything that needs a person now and was not told yet, for every receiver.
    ///
    /// Alerts come from the rows as they are, never from a position in a log, so nothing is missed because its transaction ended
    /// late; the key of each alert keeps it from being told twice.
    ///
    /// - Returns: how many are new.
    @discardableResult
    package func collect() async throws -> Int {
        try await database.transaction { session in
            var count = 0
            for (event, rows) in Self.sources {
                count += try await session.execute(
                    """
                    INSERT INTO alerts (target_id, event, key, title, at, due_at)
                    SELECT t.id, \(event), found.key, found.title, found.at, \(SQL.now)
                    FROM alert_targets t CROSS JOIN (\(rows)) AS found
                    WHERE t.disabled_at IS NULL AND found.at >= t.created_at
                      AND NOT EXISTS (SELECT 1 FROM alerts a
                        WHERE a.target_id = t.id AND a.event = \(event) AND a.key = found.key)
                    ORDER BY found.at LIMIT \(Self.most)
                    ON CONFLICT (target_id, event, key) DO NOTHING
                    """)
            }
            return count
        }
    }

    /// Selects `key`, `title` and `at` for each event. No title holds text written by a stranger.
    private static var sources: [(AlertEvent, SQL)] {
        [
            (.handoffOpened, newHandoffs), (.handoffAged, oldHandoffs), (.sendInDoubt, doubtfulMails),
            (.accountFailing, failingAccounts), (.campaignPaused, guardedCampaigns), (.jobFailed, failedJobs),
            (.sendingStopped, stoppedSending),
        ]
    }

    private static var newHandoffs: SQL {
        """
        SELECT CAST(h.id AS TEXT) AS key, \(handoffTitle) AS title, h.opened_at AS at \(openHandoffs)
          AND h.reason <> \(HandoffReason.sendInDoubt) AND h.opened_at > \(SQL.now) - \(recent)
        """
    }

    private static var oldHandoffs: SQL {
        """
        SELECT CAST(h.id AS TEXT) AS key, \(handoffTitle) AS title, \(SQL.now) AS at \(openHandoffs)
          AND h.opened_at < \(SQL.now) - \(old)
        """
    }

    private static var doubtfulMails: SQL {
        """
        SELECT CAST(h.id AS TEXT) AS key, \(handoffTitle) AS title, h.opened_at AS at \(openHandoffs)
          AND h.reason = \(HandoffReason.sendInDoubt)
        """
    }

    private static var failingAccounts: SQL {
        """
        SELECT CAST(a.id AS TEXT) || ' ' || \(today) AS key,
            a.address || ': ' || COALESCE(a.health_detail, a.block_reason, a.health) AS title, \(SQL.now) AS at
        FROM accounts a
        WHERE a.health = \(AccountHealth.failing) OR (a.blocked_until > \(SQL.now) AND a.failures >= 3)
        """
    }

    private static var guardedCampaigns: SQL {
        """
        SELECT CAST(c.id AS TEXT) || ' ' || CAST(c.guarded_at AS TEXT) AS key,
            c.name || ': ' || COALESCE(c.reason, '') AS title, c.guarded_at AS at
        FROM campaigns c WHERE c.state = \(CampaignState.paused) AND c.guarded_at IS NOT NULL
        """
    }

    private static var failedJobs: SQL {
        """
        SELECT 'job ' || CAST(j.id AS TEXT) AS key, p.name || ', job ' || CAST(j.id AS TEXT) || ': '
            || COALESCE(j.reason, '') AS title, j.ended_at AS at
        FROM jobs j JOIN campaigns p ON p.id = j.campaign_id
        WHERE j.state = \(JobState.failed) AND j.ended_at > \(SQL.now) - \(recent)
        """
    }

    private static var stoppedSending: SQL {
        """
        SELECT CAST(i.sending_stopped_at AS TEXT) AS key, COALESCE(i.sending_stopped_reason, '') AS title,
            i.sending_stopped_at AS at
        FROM instance i WHERE i.sending_stopped_at IS NOT NULL
        """
    }

    private static var openHandoffs: SQL {
        """
        FROM handoffs h JOIN email_threads e ON e.id = h.thread_id JOIN contacts c ON c.id = e.contact_id
        JOIN accounts a ON a.id = e.account_id WHERE h.closed_at IS NULL
        """
    }

    /// Whom it is about, at which account, and why.
    private static var handoffTitle: SQL {
        let arms = HandoffReason.allCases.map { "WHEN \($0) THEN \($0.sentence)" as SQL }
        return """
            c.address || ' (' || a.address || '): ' || CASE h.reason \(SQL.joined(arms, separator: " ")) ELSE h.reason END
            """
    }

    /// A day by the database's clock: an account that keeps failing is told once a day.
    private static var today: SQL {
        .either(
            postgres: "to_char(\(SQL.now) AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
            sqlite: "date(\(SQL.now) / 1000000, 'unixepoch')")
    }
}
