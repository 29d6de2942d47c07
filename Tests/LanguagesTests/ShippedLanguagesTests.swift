import FoundationEssentials
import Testing

@testable import Languages

/// What stands in `Sources/Languages` against what the build embeds.
@Suite struct ShippedLanguagesTests {
    private static let folder =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Sources/Languages"

    private static func entries(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(path)")) ?? []).sorted()
    }

    private static let tags = entries("").filter { entries($0).contains("language.txt") }

    @Test func everyFolderIsAShippedLanguage() {
        #expect(Self.tags.count > 60)
        #expect(ShippedLanguages.all.map(\.tag).sorted() == Self.tags, "run .ci/languages")
    }

    @Test(arguments: ShippedLanguages.all.map(\.tag))
    func hasEveryFileOrSaysNone(_ tag: String) throws {
        let language = try #require(ShippedLanguages.all.first { $0.tag == tag })
        let files = Set(Self.entries(tag)).subtracting(["language.txt"])
        let missing = Set(language.missing.map { "\($0.rawValue).txt" })
        #expect(files.isDisjoint(with: missing), "\(tag)/language.txt says none of a file that is there")
        #expect(files.union(missing) == Set(LanguageFile.Kind.allCases.map { "\($0.rawValue).txt" }))
    }

    @Test(arguments: LanguageFile.Kind.allCases)
    func embedsEveryFileOfAKind(_ kind: LanguageFile.Kind) throws {
        let texts = Dictionary(ShippedLanguages.texts(kind).map { ($0.tag, $0.text) }) { $1 }
        for tag in Self.tags {
            let file = FileManager.default.contents(atPath: "\(Self.folder)/\(tag)/\(kind.rawValue).txt")
            #expect(texts[tag] == file.map { Array($0) }, "\(tag)/\(kind.rawValue).txt: run .ci/languages")
        }
    }

    @Test(arguments: LanguageFile.Kind.allCases)
    func everyFileCanBeRead(_ kind: LanguageFile.Kind) throws {
        _ = try ShippedWords(kind)
        for (tag, file) in try ShippedLanguages.files(kind) {
            #expect(!file.sections.isEmpty, "\(tag)/\(kind.rawValue).txt is empty")
            #expect(file.sections.allSatisfy { !$0.lines.isEmpty }, "\(tag)/\(kind.rawValue).txt has an empty section")
        }
    }

    @Test(arguments: [("months", 12), ("weekdays", 7), ("counts", 10)])
    func countsAreWhole(section: String, lines: Int) throws {
        for rows in try ShippedWords(.calendar).lines(section) { #expect(rows.count == lines, "\(rows)") }
    }

    @Test func languagesOfOneCountryKnowIt() {
        #expect(ShippedLanguages.all.first { $0.tag == "pt" }?.regions == ["BR", "PT"])
        #expect(ShippedLanguages.all.first { $0.tag == "nb" }?.otherTags == ["no"])
    }
}
