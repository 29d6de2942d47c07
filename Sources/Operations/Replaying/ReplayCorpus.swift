import FoundationEssentials
import Text
import Understanding

/// The cases of a file or a folder.
package enum ReplayCorpus {
    /// JSON Lines, or a folder of `.eml` with a `.json` of the same name beside each.
    ///
    /// - Throws: an ``OperationFailure`` that names the file or line, also when there is no case at all.
    package static func cases(at path: String) throws -> [ReplayCase] {
        var isFolder = false
        guard path == "-" || FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw OperationFailure(.unusable, "\(path) does not exist.")
        }
        let cases = isFolder ? try casesOfFolder(path) : try casesOfLines(path)
        guard !cases.isEmpty else { throw OperationFailure(.unusable, "\(path) holds no case.") }
        return cases
    }

    private static func casesOfLines(_ path: String) throws -> [ReplayCase] {
        var lines = try LineReader(path)
        var cases: [ReplayCase] = []
        var number = 0
        while let line = try lines.next() {
            number += 1
            if line.isBlank { continue }
            do {
                cases.append(try ReplayCase(line: JSON(reading: line), fallbackID: "\(number)"))
            } catch {
                throw OperationFailure(.unusable, "Line \(number) of \(path) is no case: \(error).")
            }
        }
        return cases
    }

    private static func casesOfFolder(_ path: String) throws -> [ReplayCase] {
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".eml") }.sorted()
        return try names.map { name in
            let stem = String(name.dropLast(4))
            do {
                let expected = try JSON(reading: InputText.bytes(of: "\(path)/\(stem).json"))
                let mail = ReplyInput.mail(try InputText.bytes(of: "\(path)/\(name)"))
                return try ReplayCase(expecting: expected, input: mail, fallbackID: stem)
            } catch let failure as OperationFailure {
                throw failure
            } catch {
                throw OperationFailure(.unusable, "\(path)/\(stem).json does not say what is expected: \(error).")
            }
        }
    }
}
