import Correspondence
import Database

/// The mails of one account that its gates ask about. `account` is a column of the statement around.
extension SQL {
    // In the order of an account's own index and no other: by time alone, the mails of all accounts would be searched for one of
    // this account.

    /// When its last mail left, or may have.
    static func lastMail(of account: SQL) -> SQL {
        """
        (SELECT CASE WHEN last.account_id = \(account) THEN last.in_doubt_at END FROM (
            SELECT h.account_id, h.in_doubt_at FROM outbox h
            WHERE h.in_doubt_at IS NOT NULL AND h.account_id <= \(account)
            ORDER BY h.account_id DESC, h.in_doubt_at DESC LIMIT 1) AS last)
        """
    }

    /// When the first of its mails of the last day left, or may have.
    static func oldestMail(of account: SQL) -> SQL {
        """
        (SELECT CASE WHEN oldest.account_id = \(account) THEN oldest.in_doubt_at END FROM (
            SELECT h.account_id, h.in_doubt_at FROM outbox h
            WHERE h.in_doubt_at IS NOT NULL
              AND (h.account_id, h.in_doubt_at) > (\(account), \(SQL.now) - \(SendPolicy.day))
            ORDER BY h.account_id, h.in_doubt_at LIMIT 1) AS oldest)
        """
    }

    /// Whether mail `h` of account `a` bounced within a day and counts against it.
    static func bouncedLately(_ account: SQL) -> SQL {
        """
        h.account_id = \(account) AND h.bounced_at > \(SQL.now) - \(SendPolicy.day)
        AND (a.bounces_from IS NULL OR h.bounced_at > a.bounces_from)
        """
    }

    /// Why all sending is stopped; NULL: it is not.
    static let stopOfSending: SQL =
        "(SELECT COALESCE(sending_stopped_reason, '') FROM instance WHERE sending_stopped_at IS NOT NULL)"
}
