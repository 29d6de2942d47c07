import Foundation

/// The package's own files, found from this source's place on disk.
enum Repository {
    /// The package's folder, symbolic links resolved.
    static let root: URL = {
        let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        return here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }()

    /// The same as a path, without a slash at its end.
    static let path = root.path

    /// A file as a person names it, with its text.
    struct File {
        /// Relative to the root, such as `Sources/IMAP/Grammar/UIDSet.swift`.
        let path: String
        let text: String
    }

    /// The names directly in a folder.
    static func entries(of folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path).sorted()
    }

    /// Every UTF-8 file below the folders; others, such as recorded mail in old charsets, are left out.
    static func texts(below folders: [String]) -> [File] {
        folders.flatMap { folder -> [File] in
            let base = root.appendingPathComponent(folder)
            let paths = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
            return paths.sorted().compactMap { path in
                // Folders and other charsets give nil.
                guard let text = try? String(contentsOf: base.appendingPathComponent(path), encoding: .utf8) else {
                    return nil
                }
                return File(path: "\(folder)/\(path)", text: text)
            }
        }
    }

    /// A text file of the root, or empty where there is none.
    static func text(_ name: String) -> String {
        // Absence is an answer here.
        (try? String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)) ?? ""
    }
}
