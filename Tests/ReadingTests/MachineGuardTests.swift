import Correspondence
import Reading
import Testing
import Timing

struct MachineRow: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let source: String
    let machine: String?
    let until: String?
    let recipient: String?
    let status: String?
    let original: String?

    var testDescription: String { name }

    static let all: [MachineRow] = (try? Corpus.rows(of: "machine-mail.jsonl", as: MachineRow.self)) ?? []
    static let received = Timestamp(rfc3339: "2026-11-25T12:00:00Z") ?? .epoch

    func read() throws -> ReadMail {
        try MailReader().read(Array(source.utf8), receivedAt: Self.received, ownAddresses: [])
    }
}

@Test func theMachineMailIsThere() { #expect(MachineRow.all.count > 150) }

@Test(arguments: MachineRow.all) func tellsMachinesFromPeople(_ row: MachineRow) throws {
    let machine = try row.read().machine
    #expect(machine?.name == row.machine, "evidence: \(machine?.evidence ?? "none")")
}

@Test(arguments: MachineRow.all.filter { $0.machine == "auto_reply" })
func readsTheStatedReturn(_ row: MachineRow) throws {
    guard case .autoReply(let until) = try row.read().machine?.kind else { return }
    #expect(until?.rfc3339.prefix(10).description == row.until)
}

@Test(arguments: MachineRow.all.filter { $0.machine?.hasSuffix("bounce") == true })
func readsWhoBounced(_ row: MachineRow) throws {
    guard case .bounce(let bounce) = try row.read().machine?.kind else { return }
    if let recipient = row.recipient { #expect(bounce.recipient?.text == recipient) }
    if let status = row.status { #expect(bounce.status == status) }
    if let original = row.original { #expect(bounce.originalMessageID?.text == original) }
}

/// A ticket system says of each mail that a program sent it, of those too in which a person answers.
@Test(
    arguments: [
        (
            "##- Please type your reply above this line -##\n\nAsa (Care), 24 Nov, 10:12\nCount us in, the whole shop is keen.",
            nil
        ),
        (
            "Please type your reply above this line\n\nThis is an automated response. A ticket has been created.",
            "auto_reply"
        ),
        ("We have received your request and will get back to you as soon as we can.", "auto_reply"),
    ] as [(String, String?)])
func aTicketSystemHandsOnWhatAPersonWrote(body: String, machine: String?) throws {
    let source =
        "From: Care <support@theirs.test>\nTo: ann@ours.test\nSubject: [Care] Re: Hello\nMessage-ID: <r1@theirs.test>\n"
        + "Auto-Submitted: auto-generated\nContent-Type: text/plain; charset=utf-8\n\n\(body)\n"
    let mail = try MailReader().read(Array(source.utf8), receivedAt: MachineRow.received, ownAddresses: [])
    #expect(mail.machine?.name == machine)
}

@Test(arguments: MachineRow.all) func headersAloneNeverTakeAPersonForAMachine(_ row: MachineRow) throws {
    let block = row.source.split(separator: "\n\n", maxSplits: 1).first ?? ""
    let headers = try MailReader().readHeaders(Array(block.utf8))
    if row.machine == nil { #expect(headers.machine == nil) }
    #expect(headers.summary.messageID?.text == "r1@theirs.test")
}
