import Database

/// What gates ask of a contact, in the same words for a planned mail and for somebody to whom none is planned yet.
///
/// `contact` and `conversation` are columns of the statement around; a conversation that is NULL has not begun.
extension SQL {
    /// Whether a person has written since `instant`, in whatever conversation.
    static func hasAnswered(_ contact: SQL, since instant: SQL) -> SQL {
        """
        EXISTS (SELECT 1 FROM email_threads e JOIN messages m ON m.thread_id = e.id
            WHERE e.contact_id = \(contact) AND m.direction = 'inbound' AND m.state = 'decided'
              AND m.outcome <> 'ignored' AND m.machine_verdict IS NULL AND m.stored_at >= \(instant))
        """
    }

    /// Whether the contact said no in another conversation.
    static func hasDeclined(_ contact: SQL, besides conversation: SQL) -> SQL {
        """
        EXISTS (SELECT 1 FROM email_threads n
            WHERE n.contact_id = \(contact) AND n.state = 'completed' AND n.id IS DISTINCT FROM \(conversation))
        """
    }

    /// The last message of another conversation that is with a person or still running; NULL where there is none.
    static func talksSince(_ contact: SQL, besides conversation: SQL) -> SQL {
        """
        (SELECT MAX(b.updated_at) FROM email_threads b
         WHERE b.contact_id = \(contact) AND b.state IN ('with_person', 'in_sequence')
           AND b.id IS DISTINCT FROM \(conversation))
        """
    }

    /// When a mail of this purpose last left, or may have, in another conversation.
    static func lastMail(to contact: SQL, _ purpose: SQL, besides conversation: SQL) -> SQL {
        """
        (SELECT MAX(h.in_doubt_at) FROM outbox h WHERE h.contact_id = \(contact) AND h.purpose = \(purpose)
           AND h.thread_id IS DISTINCT FROM \(conversation) AND h.in_doubt_at IS NOT NULL)
        """
    }
}
