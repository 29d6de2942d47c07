package import Classification
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The rules that ship with Mosaic, compiled once for each build of the program and kept in a file.
///
/// A file that is missing, damaged, from another build or owned by another user is made again; where none can be written,
/// every start compiles the rules.
package struct KeptRules {
    private static let limit = 64 << 20

    private let folder: String
    private let file: FilePath

    package init(folder: String) {
        self.folder = folder
        file = FilePath("\(folder)/rules")
    }

    /// - Parameters:
    ///   - folder: nil: always compile.
    ///   - own: additional rule files, which are compiled with the others at every start.
    package static func classifier(
        in folder: String?, adding own: [(name: String, text: [UInt8])] = []
    ) throws(RulesError) -> RulesClassifier {
        guard own.isEmpty else { return try RulesClassifier(adding: own) }
        guard let folder, let program = runningProgram else { return try RulesClassifier() }
        return try KeptRules(folder: folder).classifier(program: program)
    }

    func classifier(program: String) throws(RulesError) -> RulesClassifier {
        if let image = content, let rules = RulesClassifier(image: image, program: program) { return rules }
        let rules = try RulesClassifier()
        // The next start compiles again, which takes longer and does the same.
        try? keep(rules.image(program: program))
        return rules
    }

    /// Nil unless the file exists and nobody else can have written it.
    private var content: [UInt8]? {
        guard let descriptor = try? FileDescriptor.open(file, .readOnly, options: [.closeOnExec, .noFollow]) else {
            return nil
        }
        return try? descriptor.closeAfter {
            var facts = stat()
            let size = fstat(descriptor.rawValue, &facts) == 0 ? Int(facts.st_size) : 0
            guard facts.st_mode & S_IFMT == S_IFREG, [geteuid(), 0].contains(facts.st_uid),
                facts.st_mode & (S_IWGRP | S_IWOTH) == 0, size <= Self.limit
            else { return nil }
            return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                let bytes = UnsafeMutableRawBufferPointer(buffer)
                while count < size {
                    let read = try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[count...]))
                    guard read > 0 else { break }
                    count += read
                }
            }
        }
    }

    /// Other processes see either the old file or the whole new one.
    private func keep(_ image: [UInt8]) throws {
        mkdir(FilePath(folder).removingLastComponent().string, 0o700)
        mkdir(folder, 0o700)
        let draft = FilePath("\(file).\(getpid())")
        let descriptor = try FileDescriptor.open(
            draft, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
        do {
            try descriptor.closeAfter { _ = try descriptor.writeAll(image) }
        } catch {
            unlink(draft.string)
            throw error
        }
        if rename(draft.string, file.string) != 0 { unlink(draft.string) }
    }

    /// When the running program was built, to the nanosecond, and its size; nil where unknown.
    private static var runningProgram: String? {
        var facts = stat()
        guard stat("/proc/self/exe", &facts) == 0 else { return nil }
        return "\(facts.st_size) \(facts.st_mtim.tv_sec) \(facts.st_mtim.tv_nsec)"
    }
}
