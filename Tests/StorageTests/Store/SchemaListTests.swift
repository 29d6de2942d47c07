import Correspondence
import Outreach
import Testing

@testable import Database
@testable import Storage

/// The lists of values that the database checks are the enumerations of the program.
@Suite struct SchemaListTests {
    /// `table.column` to the values its CHECK allows.
    private static func lists(_ dialect: SQLDialect) -> [String: [String]] {
        let script = Migration.embedded(for: dialect).map(\.script).joined(separator: "\n")
        var lists: [String: [String]] = [:]
        // A comment may hold a semicolon.
        let code = script.replacing(/--[^\n]*/, with: "")
        for statement in code.split(separator: ";") {
            guard let table = statement.firstMatch(of: /(?:CREATE|ALTER) TABLE (\w+)/)?.1 else { continue }
            for match in statement.matches(of: /CHECK \((\w+) IN\s*\(([^)]*)\)\)/) {
                lists["\(table).\(match.1)"] = match.2.matches(of: /'(\w+)'/).map { String($0.1) }
            }
        }
        return lists
    }

    @Test(arguments: SQLDialect.allCases)
    func enumerationsAreWhatTheDatabaseAllows(_ dialect: SQLDialect) {
        let lists = Self.lists(dialect)
        var seen: Set<String> = []
        func expect<Value: CaseIterable & RawRepresentable>(_ column: String, _ type: Value.Type)
        where Value.RawValue == String {
            seen.insert(column)
            #expect(lists[column].map(Set.init) == Set(Value.allCases.map(\.rawValue)), "\(column)")
        }
        expect("accounts.state", AccountState.self)
        expect("accounts.health", AccountHealth.self)
        expect("mailbox_cursors.role", MailboxRole.self)
        expect("email_threads.state", ConversationState.self)
        expect("messages.role", MailboxRole.self)
        expect("messages.linkage", Linkage.self)
        expect("messages.state", MessageState.self)
        expect("messages.outcome", MessageOutcome.self)
        expect("contact_details.kind", ContactDetail.Kind.self)
        expect("contact_details.zone", TextZone.self)
        expect("outbox.state", MailState.self)
        expect("mailbox_actions.role", MailboxRole.self)
        expect("mailbox_actions.action", MailboxActionKind.self)
        expect("mailbox_actions.state", MailboxActionState.self)
        expect("send_attempts.step", SendStep.self)
        expect("outbox.purpose", Purpose.self)
        expect("sequences.purpose", Purpose.self)
        expect("sequence_steps.kind", StepKind.self)
        expect("accounts.outlet", Outlet.self)
        expect("users.role", UserRole.self)
        expect("corrections.label", Intent.self)
        expect("messages.outreach_reason", OutreachReason.self)
        expect("outreach_groups.verdict", GroupVerdict.self)
        expect("contacts.suppressed_reason", SuppressionReason.self)
        expect("campaigns.state", CampaignState.self)
        expect("campaigns.busy", BusyPolicy.self)
        expect("campaigns.reply_policy", ReplyPolicy.self)
        expect("campaigns.stop_scope", StopScope.self)
        expect("outbox.harm", MailHarm.self)
        expect("campaign_leads.state", LeadState.self)
        expect("lead_recipients.status", RecipientStatus.self)
        expect("imports.state", ImportRecord.State.self)
        expect("oauth_tokens.state", GrantState.self)
        expect("campaigns.release_by", CampaignRelease.self)
        expect("jobs.selection", JobSelection.self)
        expect("jobs.busy", BusyPolicy.self)
        expect("jobs.state", JobState.self)
        expect("job_leads.delivery", MailDelivery.self)
        expect("job_leads.state", JobLeadState.self)
        expect("alert_targets.kind", AlertKind.self)
        expect("alerts.event", AlertEvent.self)
        expect("alerts.state", AlertState.self)
        expect("account_judgements.verdict", AutonomyVerdict.self)
        expect("accounts.settings_state", AccountState.self)
        for column in lists.keys.sorted() where !seen.contains(column) && Self.words[column] == nil {
            Issue.record("\(column) is a list that no enumeration is compared with")
        }
        for (column, words) in Self.words { #expect(lists[column].map(Set.init) == words, "\(column)") }
    }

    /// Lists that SQL alone reads and writes.
    private static let words: [String: Set<String>] = [
        "messages.direction": ["inbound", "outbound"], "outbox.sent_copy": ["unknown", "found", "appended"],
    ]

    @Test func bothDatabasesAllowTheSame() {
        let postgres = Self.lists(.postgres)
        #expect(postgres.count >= 21)
        #expect(postgres == Self.lists(.sqlite))
    }
}
