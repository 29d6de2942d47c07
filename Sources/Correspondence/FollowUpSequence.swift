public import Timing

/// One automatic mail of a sequence.
public struct Stage: Hashable, Sendable {
    /// 1 for the first.
    public let position: Int
    /// Time after the previous stage was sent; for the first, after the decision.
    public let delay: Duration
    public let text: String

    public init(position: Int, delay: Duration, text: String) {
        self.position = position
        self.delay = delay
        self.text = text
    }
}

/// The stages that one interested reply sets off, in order.
public struct FollowUpSequence: Hashable, Sendable {
    public let name: String
    public let stages: [Stage]

    public init(name: String, stages: [Stage]) {
        self.name = name
        self.stages = stages
    }

    /// The stage at `position`; nil when the sequence has none there.
    public func stage(at position: Int) -> Stage? {
        stages.first { $0.position == position }
    }

    /// The stage that follows `position`, and when it is due if that one was sent at `sentAt`; nil after the last.
    public func next(after position: Int, sentAt: Timestamp) -> (stage: Stage, dueAt: Timestamp)? {
        stage(at: position + 1).map { ($0, sentAt + $0.delay) }
    }

    /// The built-in sequence that asks an interested creator for a WhatsApp contact and an address.
    public static func collectContact(secondDelay: Duration, thirdDelay: Duration) -> FollowUpSequence {
        FollowUpSequence(
            name: "collect-contact",
            stages: [
                Stage(
                    position: 1, delay: .zero,
                    text: "Could you share your WhatsApp contact and address with me? "
                        + "I will ask my team to connect with you immediately."),
                Stage(
                    position: 2, delay: secondDelay,
                    text: "Just checking in — can you please share your WhatsApp contact so we can connect quickly?"),
                Stage(
                    position: 3, delay: thirdDelay,
                    text: "Wanted to follow up again — we'd love to take this forward "
                        + "but just need your WhatsApp number to coordinate better."),
            ])
    }
}
