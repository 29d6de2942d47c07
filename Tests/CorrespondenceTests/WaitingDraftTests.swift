import Correspondence
import Testing
import Timing

/// A draft that was sent under another id, told from everything else that a person may have written instead.
@Suite struct WaitingDraftTests {
    private static let made = Timestamp(secondsSince1970: 1_800_000_000)
    private static let text =
        "Could you share your WhatsApp contact and address with me?\nMy team will contact you at once."
    private static let parent = MessageID("reply@creators.example")!
    private static let creator = EmailAddress("creator@creators.example")!

    private let draft = WaitingDraft(
        id: MailID(rawValue: 1), recipient: creator, subject: "Re: Collaboration", parent: parent, text: text,
        madeAt: made)

    private func message(_ change: (inout IncomingMessage) -> Void = { _ in }) -> IncomingMessage {
        var message = IncomingMessage(
            location: MessageLocation(account: AccountID(rawValue: 1), role: .sent, uidValidity: 1, uid: 1),
            messageID: MessageID("other@mail.example"), inReplyTo: [Self.parent],
            to: [Correspondent(address: Self.creator)], subject: "Re: Collaboration",
            receivedAt: Self.made + .seconds(3_600))
        change(&message)
        return message
    }

    private func trace(of message: IncomingMessage, _ text: String?) -> DraftTrace? {
        DraftTrace(of: message, saying: text, among: [draft])
    }

    @Test(arguments: [
        text, "Hi Ann,\n\n\(text)\n\nBest,\nThe team", text.uppercased(),
    ])
    func whatSaysTheSameIsTheDraft(_ text: String) {
        #expect(trace(of: message(), text) == .sent(draft.id))
        #expect(trace(of: message { $0.inReplyTo = [] }, text) == .sent(draft.id))
        #expect(trace(of: message { $0.subject = "A better subject" }, text) == .sent(draft.id))
    }

    @Test func smallChangesLeaveItTheDraftAndAreTold() {
        let text =
            "Could you share your WhatsApp contact and address? My team will contact you at once. Thanks for the quick answer!"
        #expect(trace(of: message(), text) == .changed(draft.id))
    }

    @Test(arguments: ["Let us talk on the phone, my number is in the signature.", "", nil])
    func whatSaysSomethingElseStandsInItsPlace(_ text: String?) {
        #expect(trace(of: message(), text) == .replaced(draft.id))
    }

    @Test func whatGoesToSomebodyElseOrIsAboutAnotherMatterOrCameBeforeIsNothingToIt() {
        let others = [
            message { $0.to = [Correspondent(address: EmailAddress("colleague@mosaic.test")!)] },
            message { ($0.inReplyTo, $0.subject) = ([], "Invoice 7") },
            message { $0.receivedAt = Self.made - .seconds(3_600) },
            message { $0.receivedAt = Self.made + WaitingDraft.span + .seconds(1) },
        ]
        for other in others { #expect(trace(of: other, Self.text) == nil) }
    }
}
