/// What servers of different makes say in a session like ours, from greeting to BYE, written after their forms.
enum Transcripts {
    static let all = [dovecot, gmail, cyrus, courier, exchange]

    private static func lines(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars { result += scalar == "\n" ? "\r\n" : String(scalar) }
        return result
    }

    static let dovecot = lines(
        """
        * OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN] Dovecot ready.
        A1 OK [CAPABILITY IMAP4rev1 SASL-IR IDLE UIDPLUS LIST-EXTENDED ESEARCH MOVE SPECIAL-USE CONDSTORE] Logged in
        * ID ("name" "Dovecot")
        A2 OK ID completed (0.001 + 0.000 secs).
        * LIST (\\HasNoChildren \\UnMarked \\Sent) "/" Sent
        * LIST (\\HasChildren) "/" INBOX
        A3 OK List completed (0.002 + 0.000 + 0.001 secs).
        * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $MosaicHuman)
        * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $MosaicHuman \\*)] Flags permitted.
        * 2 EXISTS
        * 1 RECENT
        * OK [UNSEEN 2] First unseen.
        * OK [UIDVALIDITY 1764110178] UIDs valid
        * OK [UIDNEXT 3] Predicted next UID
        * OK [HIGHESTMODSEQ 5] Highest
        A4 OK [READ-WRITE] Select completed (0.001 + 0.000 secs).
        * ESEARCH (TAG "A5") UID ALL 1:2
        A5 OK Search completed (0.001 + 0.000 secs).
        * 1 FETCH (UID 1 FLAGS (\\Seen) RFC822.SIZE 21 BODY[HEADER.FIELDS (SUBJECT)] {16}
        Subject: {5}

         BODY[] {21}
        Subject: {5}

        Hi)
        )
        A6 OK Fetch completed (0.001 + 0.000 secs).
        + idling
        * OK Still here
        * 3 EXISTS
        * 1 RECENT
        A7 OK Idle completed (3.001 + 3.000 + 3.000 secs).
        * BYE Logging out
        A8 OK Logout completed (0.001 + 0.000 secs).

        """)

    static let gmail = lines(
        """
        * OK Gimap ready for requests from 192.0.2.7 n4mb11
        * CAPABILITY IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR AUTH=XOAUTH2 AUTH=PLAIN
        A1 OK Thats all she wrote! n4mb11
        + eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIn0=
        A2 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)
        * CAPABILITY IMAP4rev1 UNSELECT IDLE ID X-GM-EXT-1 UIDPLUS MOVE CONDSTORE ESEARCH UTF8=ACCEPT LITERAL- SPECIAL-USE
        A3 OK team@mosaic.test authenticated (Success)
        * LIST (\\HasChildren \\Noselect) "/" "[Gmail]"
        * LIST (\\All \\HasNoChildren) "/" "[Gmail]/Alle Nachrichten"
        * LIST (\\HasNoChildren \\Sent) "/" "[Gmail]/Gesendet"
        A4 OK Success
        * 17 FETCH (X-GM-THRID 1278455344230334865 X-GM-MSGID 1278455344230334866 X-GM-LABELS ("\\\\Inbox" "\\\\Sent" Wichtig "Entw&APw-rfe") UID 42 FLAGS (\\Seen) INTERNALDATE "25-Nov-2026 21:04:11 +0000" BODY[HEADER.FIELDS (Message-ID)] {29}
        Message-ID: <1@x.example>

        )
        A5 OK Success
        * OK [HIGHESTMODSEQ 991]
        * SEARCH 42 43
        A6 OK SEARCH completed (Success)
        * BYE Session expired, please login again.

        """)

    static let cyrus = lines(
        """
        * OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE AUTH=PLAIN SASL-IR] mail.example Cyrus IMAP 3.6.1-Debian server ready
        A1 OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE ACL QUOTA IDLE] User logged in SESSIONID=<cyrus-1-1-1-1>
        * LIST (\\HasNoChildren) "/" INBOX
        * LIST (\\HasNoChildren \\Trash) "." "INBOX.Trash"
        A2 OK Completed (0.000 secs 2 calls)
        * 1 EXISTS
        * 0 RECENT
        * FLAGS (\\Answered \\Flagged \\Draft \\Deleted \\Seen)
        * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Draft \\Deleted \\Seen \\*)] Ok
        * OK [UIDVALIDITY 1764110200] Ok
        * OK [UIDNEXT 2] Ok
        * OK [HIGHESTMODSEQ 4] Ok
        * OK [URLMECH INTERNAL] Ok
        * OK [ANNOTATIONS 65536] Ok
        A3 OK [READ-WRITE] Completed
        * 1 FETCH (FLAGS (\\Recent) UID 1 BODY[] "short")
        A4 OK Completed (0.000 sec)
        A5 OK [COPYUID 1764110201 1 1] Completed
        * VANISHED 1
        A6 BAD Unrecognized command

        """)

    static let courier = lines(
        """
        * OK [CAPABILITY IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=REFERENCES SORT QUOTA IDLE STARTTLS] Courier-IMAP ready.
        A1 OK LOGIN Ok.
        * LIST (\\HasNoChildren) "." "INBOX.Entw&APw-rfe"
        * LIST (\\Unmarked \\HasChildren) "." "INBOX"
        A2 OK LIST completed
        * FLAGS ($Label1 \\Draft \\Answered \\Flagged \\Deleted \\Seen \\Recent)
        * OK [PERMANENTFLAGS (\\* \\Draft \\Answered \\Flagged \\Deleted \\Seen)] Limited
        * 1 EXISTS
        * 0 RECENT
        * OK [UIDVALIDITY 539061220] Ok
        * OK [MYRIGHTS "acdilrsw"] ACL
        A3 OK [READ-WRITE] Ok
        * SEARCH 1
        A4 OK SEARCH done.
        * 1 FETCH (UID 1 BODY[HEADER.FIELDS ("FROM")] {9}
        From: a
        )
        A5 NO The server is {3}

        """)

    static let exchange = lines(
        """
        * OK The Microsoft Exchange IMAP4 service is ready. [QQBCAA==]
        * CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+
        A1 OK CAPABILITY completed.
        A2 NO LOGIN failed.
        * LIST (\\HasNoChildren \\Junk) "/" "Junk Email"
        A3 OK LIST completed.
        * 12 FETCH (BODY[HEADER.FIELDS ("SUBJECT")] {15}
        Subject: hi

         UID 4000000000 FLAGS ())
        A4 OK FETCH completed.
        * STATUS INBOX (MESSAGES 17 UNSEEN 3 UIDNEXT 900 UIDVALIDITY 14)\u{20}
        A5 BAD User is authenticated but not connected.

        """)
}
