import Correspondence
import Testing

@testable import Classification

@Suite struct RulesImageTests {
    private static let image = RulesClassifier.shipped.image(program: "this")

    @Test func theSameProgramReadsTheSameRulesBack() throws {
        let rules = try #require(RulesClassifier(image: Self.image, program: "this"))
        #expect(rules.version == RulesClassifier.shipped.version)
        #expect(rules.languages == RulesClassifier.shipped.languages)
        #expect(rules.image(program: "this") == Self.image)
    }

    @Test(arguments: Corpus.developed.enumerated().filter { $0.offset % 7 == 0 }.map(\.element))
    func judgesAsCompiledRulesDo(reply: LabelledReply) throws {
        let rules = try #require(Self.readBack)
        let (one, other) = (rules.read(reply.request), RulesClassifier.shipped.read(reply.request))
        #expect(one.verdict == other.verdict)
        #expect(one.objections.map(\.description) == other.objections.map(\.description))
        #expect(rules.marks(of: reply.request.ownText) == RulesClassifier.shipped.marks(of: reply.request.ownText))
    }

    private static let readBack = RulesClassifier(image: image, program: "this")

    @Test func anotherBuildCompilesItsOwn() {
        #expect(RulesClassifier(image: Self.image, program: "another") == nil)
    }

    @Test func damageIsNoticed() {
        #expect(RulesClassifier(image: [], program: "this") == nil)
        #expect(RulesClassifier(image: Array(Self.image.dropLast()), program: "this") == nil)
        #expect(RulesClassifier(image: Self.image + [0], program: "this") == nil)
        for position in [0, 4, 12, 60, Self.image.count / 2, Self.image.count - 1] {
            var changed = Self.image
            changed[position] ^= 1
            #expect(RulesClassifier(image: changed, program: "this") == nil, "at \(position)")
        }
    }
}
