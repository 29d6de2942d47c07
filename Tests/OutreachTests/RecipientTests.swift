import Outreach
import Testing

@Suite struct RecipientStatusTests {
    /// Each arrow; all other pairs change nothing.
    private static let arrows: [RecipientEvent: [RecipientStatus: RecipientStatus]] = [
        .contacted: [
            .notContacted: .contacted, .contacted: .contacted, .replied: .replied, .bounced: .bounced,
            .optedOut: .optedOut,
        ],
        .replied: [.notContacted: .replied, .contacted: .replied],
        .bounced: [.notContacted: .bounced, .contacted: .bounced, .replied: .bounced],
        .optedOut: [.notContacted: .optedOut, .contacted: .optedOut, .replied: .optedOut, .bounced: .optedOut],
        .readdressed: [.bounced: .contacted],
    ]

    @Test(arguments: RecipientEvent.allCases, RecipientStatus.allCases)
    func onlyTheArrowsOfTheTableAreThere(event: RecipientEvent, status: RecipientStatus) {
        #expect(status.after(event, hasMail: true) == Self.arrows[event]?[status])
        guard (event, status) != (.readdressed, .bounced) else { return }
        #expect(status.after(event, hasMail: false) == Self.arrows[event]?[status])
    }

    @Test func somebodyToWhomNothingLeftIsNewAgain() {
        #expect(RecipientStatus.bounced.after(.readdressed, hasMail: false) == .notContacted)
    }
}
