import Correspondence
import Outreach
import Storage
import Timing

/// Leads that wait for a mail: those of each account, begun or not, and those that belong to none.
struct LeadQueue {
    private typealias Entry = (due: Timestamp, lead: WaitingLead)

    private var lines: [AccountID: [Entry]] = [:]
    private var dealt: [AccountID: [Entry]] = [:]
    private var fresh: [Entry] = []

    mutating func insert(_ lead: WaitingLead, due: Timestamp) {
        if let account = lead.lead.account, lead.hasBegun {
            lines[account, default: []].append((due, lead))
            lines[account]?.sort(by: Self.comesFirst)
        } else if let account = lead.lead.account {
            dealt[account, default: []].append((due, lead))
            dealt[account]?.sort(by: Self.comesFirst)
        } else {
            fresh.append((due, lead))
            fresh.sort(by: Self.comesFirst)
        }
    }

    func firstFollowUp(of account: AccountID) -> Timestamp? { lines[account]?.first?.due }
    func firstDealt(of account: AccountID) -> Timestamp? { dealt[account]?.first?.due }
    var firstFreshDue: Timestamp? { fresh.first?.due }

    /// The lead that the mail is for: the one that has waited longest in its line.
    mutating func takeFirst(for mail: PlannedMail) -> WaitingLead? {
        if mail.rank == .newLead, !mail.isDealt { return fresh.isEmpty ? nil : fresh.removeFirst().lead }
        if mail.isDealt {
            return dealt[mail.account]?.isEmpty == false ? dealt[mail.account]?.removeFirst().lead : nil
        }
        return lines[mail.account]?.isEmpty == false ? lines[mail.account]?.removeFirst().lead : nil
    }

    private static func comesFirst(_ one: Entry, _ other: Entry) -> Bool {
        one.due != other.due ? one.due < other.due : one.lead.lead.id < other.lead.lead.id
    }
}
