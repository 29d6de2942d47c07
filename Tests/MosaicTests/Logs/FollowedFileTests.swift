import FoundationEssentials
import TestServers
import Testing

@testable import mosaic

@Suite struct FollowedFileTests {
    @Test func whatIsAppendedComesOnceAndWhole() throws {
        let path = try TemporaryFile.file("log", "a\nb\nunfin")
        var file = FollowedFile(path: path)
        #expect(file.newLines() == ["a", "b"])
        #expect(file.newLines() == [])
        TemporaryFile.append("ished\nc\n", to: path)
        #expect(file.newLines() == ["unfinished", "c"])
    }

    @Test func aReplacedFileIsReadToItsEndFirst() throws {
        let path = try TemporaryFile.file("log", "a\n")
        var file = FollowedFile(path: path)
        #expect(file.newLines() == ["a"])
        TemporaryFile.append("b\n", to: path)
        try FileManager.default.moveItem(atPath: path, toPath: "\(path).1")
        TemporaryFile.append("c\n", to: path)
        #expect(file.newLines() == ["b", "c"])
    }

    @Test func aFileThatIsNotThereYetIsWaitedFor() throws {
        let path = "\(try TemporaryFile.folder())/log"
        var file = FollowedFile(path: path)
        #expect(file.newLines() == [])
        TemporaryFile.append("a\n", to: path)
        #expect(file.newLines() == ["a"])
    }
}
