/// Whole mails of which the tests of this target need more than a header line.
enum MailSamples {
    /// A delivery status notification (RFC 3464) that calls `zoe@creators.example` dead.
    static let bounce = """
        From: Mail Delivery System <MAILER-DAEMON@mx.creators.example>
        To: team@mosaic.test
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        Your message could not be delivered.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.creators.example

        Final-Recipient: rfc822; zoe@creators.example
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 no such user

        --b--

        """
}
