import Classification
import Correspondence
import Glibc
import TestServers
import Testing

@testable import Operations

@Suite struct KeptRulesTests {
    private let folder: String

    init() throws { folder = try "\(TemporaryFile.folder())/inner" }

    private var number: UInt64 {
        var facts = stat()
        return stat("\(folder)/rules", &facts) == 0 ? UInt64(facts.st_ino) : 0
    }

    @Test func rulesAreCompiledOnceByEachProgram() throws {
        _ = try KeptRules(folder: folder).classifier(program: "one")
        let first = number
        #expect(first != 0)
        let rules = try KeptRules(folder: folder).classifier(program: "one")
        #expect(number == first, "read, not written")
        #expect(rules.judge(ClassificationRequest(ownText: "Yes, I'm interested!")).maySend)
        _ = try KeptRules(folder: folder).classifier(program: "another")
        #expect(number != first)
    }

    @Test func fileThatOthersMayHaveWrittenIsMadeAnew() throws {
        _ = try KeptRules(folder: folder).classifier(program: "one")
        let first = number
        chmod("\(folder)/rules", 0o666)
        _ = try KeptRules(folder: folder).classifier(program: "one")
        #expect(number != first)
    }

    @Test func withoutAPlaceForThemRulesAreCompiled() throws {
        let rules = try KeptRules(folder: "/proc/nowhere").classifier(program: "one")
        #expect(rules.judge(ClassificationRequest(ownText: "Yes, I'm interested!")).maySend)
        #expect(try KeptRules.classifier(in: nil).version == rules.version)
    }
}
