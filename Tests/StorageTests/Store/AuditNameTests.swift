import Correspondence
import Events
import Storage
import Testing

struct AuditNameTests {
    /// Rows of the audit have named these actions so from the beginning.
    @Test(arguments: MailboxActionKind.allCases)
    func aMailboxActionIsRecordedUnderItsOwnName(kind: MailboxActionKind) {
        #expect(kind.event.rawValue == "mailbox.\(kind.rawValue)")
        #expect(kind.event.isAudited)
    }
}
