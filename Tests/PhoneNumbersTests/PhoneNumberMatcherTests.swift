import FoundationEssentials
import Testing
import Timing

@testable import PhoneNumbers

@Suite struct PhoneNumberMatcherTests {
    @Test func offsetsAreBytes() {
        let matches = PhoneNumberMatcher.matches(in: "é 日本 98765 43210 ok", region: Region("IN"))
        #expect(matches.map(\.range) == [10..<21])
        #expect(matches.map(\.e164) == ["+919876543210"])
    }

    @Test func longStretchesArePassedOverAndTheRestIsRead() {
        let table = String(repeating: "1 ", count: 2_000)
        let matches = PhoneNumberMatcher.matches(in: "\(table)\n+44 20 7946 0018", region: nil)
        #expect(matches.map(\.e164) == ["+442079460018"])
    }

    /// The promise of `DigitWindows`, limits of size aside: over whatever text, the library finds in the stretches what it finds in the whole.
    @Test(arguments: PhoneNumberMatcher.Leniency.allCases)
    func windowsChangeNothing(leniency: PhoneNumberMatcher.Leniency) {
        var random = SplitMix64(state: 7)
        var limits = PhoneNumberMatcher.Limits()
        limits.windowBytes = .max
        limits.searchedBytes = .max
        let texts = (0..<400).map { _ in Self.text(&random) } + Self.sharedTexts()
        for text in texts {
            for code in ["US", "DE", "IN", "NZ"] {
                let region = Region(code)
                let windowed = PhoneNumberMatcher.matches(in: text, region: region, leniency: leniency, limits: limits)
                let whole = PhoneNumberMatcher.matchesOfWholeText(in: text, region: region, leniency: leniency)
                #expect(windowed == whole, "\(code): \(text)")
            }
        }
    }

    /// What libphonenumber's own tests say of texts at its VALID leniency, where that collection lies beside us.
    @Test(.enabled(if: !sharedRows().isEmpty))
    func agreesWithTheLibrarysOwnCases() {
        let judged = Self.sharedRows().filter { $0.found_at_valid != nil }
        let agreeing = judged.filter { row in
            let matches = PhoneNumberMatcher.matches(in: row.text, region: Region(row.region))
            return matches.isEmpty != row.found_at_valid
        }
        // Those tests run on invented numbering plans, so some of their numbers are none in the real ones.
        #expect(agreeing.count * 100 >= judged.count * 65, "\(agreeing.count) of \(judged.count)")
    }

    struct Row: Decodable {
        let text: String
        let region: String
        let found_at_valid: Bool?
    }

    static func sharedRows() -> [Row] {
        // Tests may be built through a symbolic link to this folder.
        let file = URL(filePath: #filePath).resolvingSymlinksInPath()
        let root = file.path().split(separator: "/").dropLast(4).joined(separator: "/")
        // Absent beside most checkouts: then our own texts alone are compared.
        guard let data = try? Data(contentsOf: URL(filePath: "/\(root)/shared/corpora/phone-matching.jsonl")) else {
            return []
        }
        return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
            try? JSONDecoder().decode(Row.self, from: Data(line))  // A line of another kind is not compared.
        }
    }

    private static func sharedTexts() -> [String] {
        let texts = sharedRows().map(\.text)
        let contexts = [("", ""), ("Call ", " now"), ("x", "y"), ("ext", "extension 5"), ("$", "%"), ("\n", ":30")]
        return texts.flatMap { text in contexts.map { $0.0 + text + $0.1 } } + [texts.joined(separator: " ")]
            + [texts.joined(separator: "\n")]
    }

    /// Digits, their separators and labels in every mixture, with words and other scripts between.
    private static func text(_ random: inout SplitMix64) -> String {
        let parts = [
            "0", "1", "7", "42", "415", "555", "0132", "98765", "43210", "+91", "+1", "+44", "0049", "(", ")", "[", "]",
            "-",
            " - ", ".", "/", "//", "~", "  ", " ", "\u{A0}", "\u{200B}", "－", "（", "）", "＋", "x", " ext. ", ";ext=",
            "#", ",",
            " доб ", "anexo", "int", "\n", "\t", ":", "00:30", "2024-05-06 08", "12/05/2024", "abc", "é", "日本", "٣٤٥",
            "９８７", "call", "€", "%", "🙂", "ſ", "İ", "on 5 Oct", "next", "taxi", "(650) 253-0000", "030 3456789",
            "211-227 (2003)",
        ]
        return (0..<Int.random(in: 1...24, using: &random))
            .map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }
            .joined()
    }
}
