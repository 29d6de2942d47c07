/// Values for a campaign that does not give its own.
package struct CampaignDefaults: Sendable, Hashable {
    /// Between two mails of an account.
    package var gap: ClosedRange<Duration>?
    /// Mails before a longer pause.
    package var mailsBeforePause: Int?
    package var pause: ClosedRange<Duration>?
    /// The value of `{{ calendar_link }}`.
    package var calendarLink: String?

    package init(
        gap: ClosedRange<Duration>? = nil, mailsBeforePause: Int? = nil, pause: ClosedRange<Duration>? = nil,
        calendarLink: String? = nil
    ) {
        self.gap = gap
        self.mailsBeforePause = mailsBeforePause
        self.pause = pause
        self.calendarLink = calendarLink
    }
}
