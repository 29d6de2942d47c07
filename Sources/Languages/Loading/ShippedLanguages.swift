internal import CLanguages

/// The languages that Mosaic has words of: one folder each in `Sources/Languages`.
///
/// A folder holds `language.txt`, which describes the language and names the kinds of files that it lacks on purpose, and a file for
/// each other kind. `Embedding/Words.c`, written by `.ci/languages`, embeds them.
package enum ShippedLanguages {
    /// The text of every file of one kind, with the BCP 47 tag of its language. `und` comes first: its words belong to every language. The
    /// full languages come before those with only some kinds.
    package static func texts(_ kind: LanguageFile.Kind) -> [(tag: String, text: [UInt8])] {
        embedded(kind.rawValue)
    }

    /// The files of a bare name.
    private static func embedded(_ name: String) -> [(tag: String, text: [UInt8])] {
        embeddedFiles().filter { String(cString: $0.kind) == name }.map { file in
            (String(cString: file.tag), Array(UnsafeBufferPointer(start: file.bytes, count: file.count)))
        }
    }

    private static func embeddedFiles() -> UnsafeBufferPointer<embedded_file> {
        UnsafeBufferPointer(start: embedded_files_start(), count: embedded_files_count)
    }

    /// Every file of one kind, read.
    package static func files(
        _ kind: LanguageFile.Kind
    ) throws(LanguageFault) -> [(tag: String, file: LanguageFile)] {
        var files: [(tag: String, file: LanguageFile)] = []
        for (tag, text) in texts(kind) {
            files.append((tag, try LanguageFile(name: "\(tag)/\(kind.rawValue).txt", text: text)))
        }
        return files
    }

    /// The content of every `language.txt`.
    package static let all: [Language] = embedded("language").map { tag, text in
        do { return try Language(tag: tag, text: text) } catch {
            // A fault of the build itself, which the first test finds.
            fatalError("\(error)")
        }
    }
}

/// The facts about a language as a whole.
package struct Language: Sendable {
    /// BCP 47.
    package let tag: String
    /// Other tags for it.
    package let otherTags: [String]
    /// ISO 3166 codes of the countries where most of its speakers live, likeliest first.
    package let regions: [String]
    /// The kinds of words it lacks on purpose.
    package let missing: [LanguageFile.Kind]

    init(tag: String, text: [UInt8]) throws(LanguageFault) {
        let file = try LanguageFile(name: "\(tag)/language.txt", text: text)
        func words(_ key: String) -> [String] {
            file.settings.filter { $0.key == key }.flatMap { $0.value.split(separator: " ").map(String.init) }
        }
        for setting in file.settings where !["language", "also", "regions", "none"].contains(setting.key) {
            throw LanguageFault(file: file.name, line: setting.line, problem: "there is no setting '\(setting.key)'")
        }
        guard words("language") == [tag] else {
            throw LanguageFault(file: file.name, line: 0, problem: "write 'language: \(tag)', as the folder says")
        }
        self.tag = tag
        otherTags = words("also")
        regions = words("regions")
        missing = words("none").compactMap { LanguageFile.Kind(rawValue: $0) }
    }
}
