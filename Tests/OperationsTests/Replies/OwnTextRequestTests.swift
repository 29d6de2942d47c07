import Testing
import Text

@testable import Operations

@Suite struct OwnTextRequestTests {
    @Test(arguments: [
        (
            #"{"id": "a", "input": "Yes!\n\nOn Mon, Jan 5, 2026 at 9:00 AM Ann <a@b.example> wrote:\n> Hi\n"}"#,
            #"{"id":"a","out":"Yes!"}"#
        ),
        (#"{"input":"x","id":17}"#, #"{"id":17,"out":"x"}"#),
        (#"{"input":"x"}"#, #"{"id":null,"out":"x"}"#),
        (
            #"{"id":1,"kind":"html","input":"<p>Sure</p><blockquote type=cite>old</blockquote>"}"#,
            #"{"id":1,"out":"Sure"}"#
        ),
    ])
    func aLineIsAnsweredWithItsOwnText(_ line: String, _ expected: String) throws {
        #expect(try OwnTextRequest(JSON(reading: line.utf8)).answer.description == expected)
    }

    @Test(arguments: ["{}", #"{"input": 1}"#, "[]", #""x""#])
    func aLineWithoutInputIsAFailure(_ line: String) throws {
        let json = try JSON(reading: line.utf8)
        #expect(throws: OperationFailure.self) { try OwnTextRequest(json) }
    }
}
