import Logging
import Observability
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

@Suite struct ApplicationLogTests {
    /// A fresh folder that goes with the test.
    final class Folder {
        let path: String

        init() throws {
            var template = Array("/tmp/mosaic-log-XXXXXX".utf8CString)
            path = try #require(mkdtemp(&template).map { String(cString: $0) })
        }

        deinit { for name in names { unlink("\(path)/\(name)") }; rmdir(path) }

        var names: [String] {
            guard let folder = opendir(path) else { return [] }
            defer { closedir(folder) }
            var names: [String] = []
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { names.append(name) }
            }
            return names.sorted()
        }

        func text(of name: String) -> String {
            guard let file = fopen("\(path)/\(name)", "r") else { return "" }
            defer { fclose(file) }
            var bytes = [UInt8](repeating: 0, count: 1 << 20)
            let count = fread(&bytes, 1, bytes.count, file)
            return String(decoding: bytes[..<count], as: UTF8.self)
        }
    }

    @Test func levelsBelowTheThresholdAreNotWritten() throws {
        let folder = try Folder()
        let logger = ApplicationLog(path: "\(folder.path)/application.log", showsOnTerminal: false)
            .logger("test", level: .info)
        logger.debug("quiet.event")
        logger.error("loud.event", metadata: ["protocol": "SMTP"])
        #expect(folder.text(of: "application.log").contains("ERROR   loud.event protocol=SMTP"))
        #expect(!folder.text(of: "application.log").contains("quiet.event"))
    }

    @Test func aFullFileMakesRoomAndFiveAreKept() throws {
        let folder = try Folder()
        let logger = ApplicationLog(path: "\(folder.path)/application.log", limit: 500, showsOnTerminal: false)
            .logger("test", level: .info)
        for number in 0..<100 { logger.info("event", metadata: ["number": "\(number)"]) }
        #expect(folder.names == ["application.log"] + (1...5).map { "application.log.\($0)" })
        #expect(folder.text(of: "application.log").contains("number=99"))
        #expect(folder.names.allSatisfy { folder.text(of: $0).utf8.count <= 500 })
    }
}
