/// Everything that Mosaic writes into its log or its audit, by name.
///
/// The raw values are contracts: people grep for them, alerts match them, and rows of the audit keep them for years. They never
/// change, even if the code has found a better word since. Each case is its name in camel case, so that a name in a log leads to
/// the place that writes it.
///
/// The catalogue imports nothing: the storage records events without knowing a log, and the log writes them without
/// knowing the storage.
package enum Event: String, CaseIterable, Sendable {
    case accountDemoted = "account.demoted"
    case accountLimitReset = "account.limit_reset"
    case accountNotReached = "account.not_reached"
    case accountPaused = "account.paused"
    case accountPromoted = "account.promoted"
    case accountRecovered = "account.recovered"
    case accountResumed = "account.resumed"
    case accountRival = "account.rival"
    case accountState = "account.state"
    case accountTakenOver = "account.taken_over"
    case accountTested = "account.tested"
    case accountWaits = "account.waits"

    case alertDelivered = "alert.delivered"
    case alertNotDelivered = "alert.not_delivered"
    case alertTargetAdded = "alert.target_added"
    case alertTargetRemoved = "alert.target_removed"
    case alertsNotRead = "alerts.not_read"

    case autonomyFailed = "autonomy.failed"

    case cacheFailed = "cache.failed"
    case cacheRecovered = "cache.recovered"
    case cacheSynchronised = "cache.synchronised"

    case campaignApplied = "campaign.applied"
    case campaignArchived = "campaign.archived"
    case campaignCompleted = "campaign.completed"
    case campaignGuarded = "campaign.guarded"
    case campaignJudged = "campaign.judged"
    case campaignNotPlanned = "campaign.not_planned"
    case campaignPaused = "campaign.paused"
    case campaignPlanned = "campaign.planned"
    case campaignStarted = "campaign.started"

    case contactBarred = "contact.barred"
    case contactErased = "contact.erased"
    case contactOptedOut = "contact.opted_out"
    case contactUnbarred = "contact.unbarred"

    case conversationBegan = "conversation.began"
    case conversationDeclined = "conversation.declined"
    case conversationForwarded = "conversation.forwarded"
    case conversationPersonAnswered = "conversation.person_answered"
    case conversationResumed = "conversation.resumed"
    case conversationStopped = "conversation.stopped"

    case databaseIndexesMissing = "database.indexes_missing"

    case decisionFailed = "decision.failed"
    case decisionSuperseded = "decision.superseded"
    case decisionsDatabaseFailed = "decisions.database_failed"
    case decisionsNotReleased = "decisions.not_released"
    case deskFailed = "desk.failed"
    case deskOpened = "desk.opened"
    case dispatcherDatabaseFailed = "dispatcher.database_failed"
    case doubtsFailed = "doubts.failed"

    case engineDone = "engine.done"
    case engineNotStarted = "engine.not_started"
    case engineStarted = "engine.started"
    case engineStopped = "engine.stopped"
    case engineStopping = "engine.stopping"

    case followupCancelled = "followup.cancelled"
    case followupCapped = "followup.capped"
    case followupDotNotPermitted = "followup.dot_not_permitted"
    case followupDrafted = "followup.drafted"
    case followupFound = "followup.found"
    case followupGivenBack = "followup.given_back"
    case followupInDoubt = "followup.in_doubt"
    case followupNeedsHuman = "followup.needs_human"
    case followupOutcomeNotWritten = "followup.outcome_not_written"
    case followupPermissionLapsed = "followup.permission_lapsed"
    case followupRejected = "followup.rejected"
    case followupRescheduled = "followup.rescheduled"
    case followupSending = "followup.sending"
    case followupStoppedAtTheDot = "followup.stopped_at_the_dot"
    case followupUnreadable = "followup.unreadable"
    case followupWaits = "followup.waits"

    case handoffClosed = "handoff.closed"
    case handoffOpened = "handoff.opened"

    case installationRenamed = "installation.renamed"

    case jobEnded = "job.ended"
    case jobMade = "job.made"
    case jobStarted = "job.started"

    case leadChanged = "lead.changed"
    case leadPaused = "lead.paused"
    case leadReleased = "lead.released"
    case leadReset = "lead.reset"
    case leadSkipped = "lead.skipped"
    case leadsImported = "leads.imported"
    case leadsMoved = "leads.moved"

    case lockReleased = "lock.released"
    case lockTaken = "lock.taken"
    case mailReported = "mail.reported"

    case mailboxActionFailed = "mailbox.action_failed"
    case mailboxArmed = "mailbox.armed"
    case mailboxFileDraft = "mailbox.file_draft"
    case mailboxFileSentCopy = "mailbox.file_sent_copy"
    case mailboxFlagForPerson = "mailbox.flag_for_person"
    case mailboxIndexing = "mailbox.indexing"
    case mailboxMarkHandled = "mailbox.mark_handled"
    case mailboxMessageWithheld = "mailbox.message_withheld"
    case mailboxTakeInAgain = "mailbox.take_in_again"
    case mailboxTextsNotRead = "mailbox.texts_not_read"

    case messageIgnored = "message.ignored"
    case messageQuarantined = "message.quarantined"

    case modelRefused = "model.refused"

    case oauthConnected = "oauth.connected"
    case oauthEnded = "oauth.ended"

    case outreachFound = "outreach.found"
    case outreachJudged = "outreach.judged"
    case outreachTextUnread = "outreach.text_unread"

    case quotaKnown = "quota.known"
    case quotaNeedsPerson = "quota.needs_person"
    case quotaUnknown = "quota.unknown"

    case replyConfirmed = "reply.confirmed"
    case replyCorrected = "reply.corrected"
    case replyDecided = "reply.decided"
    case replyFoundElsewhere = "reply.found_elsewhere"
    case replyReceived = "reply.received"

    case reportsFailed = "reports.failed"

    case retentionFailed = "retention.failed"
    case retentionTidied = "retention.tidied"

    case sendingResumed = "sending.resumed"
    case sendingStopped = "sending.stopped"

    case settingsWarning = "settings.warning"

    case userAdded = "user.added"
    case userLoggedIn = "user.logged_in"
    case userLoginFailed = "user.login_failed"
    case userPassword = "user.password"
    case userRemoved = "user.removed"

    case watcherConnected = "watcher.connected"
    case watcherFailed = "watcher.failed"
    case watcherHeldElsewhere = "watcher.held_elsewhere"
    case watcherNoSentMailbox = "watcher.no_sent_mailbox"
    case watcherOnlySends = "watcher.only_sends"
    case watcherReconnects = "watcher.reconnects"
    case watcherReportFailed = "watcher.report_failed"
    case watcherRightsNotProlonged = "watcher.rights_not_prolonged"

    case workerSent = "worker.sent"
    case workerSmtpError = "worker.smtp_error"
}

extension Event {
    /// The level of its line in the log, always the same; nil when it is only audited.
    package var level: Level? { entry.level }

    /// Whether it is a line of the log.
    package var isLogged: Bool { level != nil }

    /// Whether it is a row of the audit.
    package var isAudited: Bool { entry.columns != nil }
}
