import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Each way out under kill -9, lost answers, refusals of all kinds and tokens that end between claim and request: the counterparts' own
/// records say who holds what. `.ci/measure trial` asks for a thousand mails over all of them.
@Suite(.serialized, .enabled(if: MosaicBinary.isBuilt, "mosaic is not built beside the tests: run `swift build` first"))
struct TrialTests {
    private static func number(_ variable: String) -> Int? {
        getenv(variable).flatMap { Int(String(cString: $0)) }
    }

    /// Conversations of a way out for its share of the mails.
    ///
    /// - Parameter mailsEach: what one comes to: a mail in doubt ends some before the third.
    private static func creators(_ share: Double, mailsEach: Double) -> Int {
        guard let mails = number("MOSAIC_TRIAL_MAILS") else { return 14 }
        return max(14, Int((Double(mails) * share / mailsEach).rounded(.up)))
    }

    private func play(
        _ creators: Int, _ way: (TrialField) async throws -> TrialWay
    ) async throws {
        let field = try await TrialField.open(creators: creators)
        let way = try await way(field)
        let seed = Self.number("MOSAIC_TRIAL_SEED").map { UInt64($0) } ?? UInt64.random(in: 1...99_999)
        var trial = Trial(way, on: field, seed: seed)
        try await trial.run()
        await way.close()
        try await field.close()
    }

    @Test(.timeLimit(.minutes(40))) func nobodyGetsAMailTwiceOverSMTP() async throws {
        try await play(Self.creators(0.3, mailsEach: 2.4)) { .smtp($0) }
    }

    @Test(.timeLimit(.minutes(40))) func nobodyGetsAMailTwiceOverGmail() async throws {
        try await play(Self.creators(0.3, mailsEach: 2.4)) { _ in try await .gmail() }
    }

    @Test(.timeLimit(.minutes(40))) func nobodyGetsAMailTwiceOverSES() async throws {
        try await play(Self.creators(0.3, mailsEach: 2.4)) { _ in try await .ses() }
    }

    @Test(.timeLimit(.minutes(40))) func noDraftLiesTwiceOverIMAP() async throws {
        try await play(Self.creators(0.05, mailsEach: 1)) { .imapDrafts($0) }
    }

    @Test(.timeLimit(.minutes(40))) func noDraftLiesTwiceAtGmail() async throws {
        try await play(Self.creators(0.05, mailsEach: 1)) { _ in try await .gmail(keepsDrafts: true) }
    }
}
