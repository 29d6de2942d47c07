import Testing

struct HouseRulesTests {
    /// Everything else at the top is a dot-file or named in .gitignore.
    static let topLevel: Set<String> = [
        "Package.swift", "Sources", "Tests", "schema", "docs", "logs", "README.md", "LICENSE",
    ]

    static let everywhere = ["Sources", "Tests", "schema", "docs", ".ci"]

    @Test func theTopLevelHoldsNothingElse() throws {
        let ignored = Repository.text(".gitignore").split(separator: "\n").map {
            String($0.hasSuffix("/") ? $0.dropLast() : $0)
        }
        for entry in try Repository.entries() where !entry.hasPrefix(".") && !ignored.contains(entry) {
            #expect(Self.topLevel.contains(entry), "\(entry) does not belong at the top: \(Self.topLevel.sorted())")
        }
    }

    @Test(arguments: [
        (["/", "home/"], "a home folder of some machine"),
        (["/", "Users/"], "a home folder of some machine"),
        (["-----BEGIN ", "PRIVATE KEY"], "a private key"),
        (["gs", "k_"], "what looks like a Groq API key"),
        (["AK", "IA"], "what looks like an AWS access key"),
    ])
    func noFileHolds(pieces: [String], what: String) {
        // In pieces, so that this file does not hold it either.
        let pattern = pieces.joined()
        for file in Repository.texts(below: Self.everywhere) {
            for (number, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            where line.contains(pattern) && !Self.isPlaceholder(line, after: pattern) {
                Issue.record("\(file.path):\(number + 1) holds \(what): \(line.prefix(120))")
            }
        }
    }

    @Test func noFileNamesThisCheckout() {
        let root = Repository.path
        for file in Repository.texts(below: Self.everywhere) where file.text.contains(root + "/") {
            Issue.record("\(file.path) names the folder of this checkout, \(root)")
        }
    }

    @Test func addressesBelongToNobody() {
        for file in Repository.texts(below: ["Sources", "Tests", "schema"]) {
            for domain in MailAddresses.domains(in: file.text) where !MailAddresses.isReserved(domain) {
                Issue.record("\(file.path) holds an address at \(domain): use one that ends in .test or .example")
            }
        }
    }

    @Test(arguments: [
        ("write to a.b@shop.example.", ["shop.example"]), ("<x@host.example.org>", ["host.example.org"]),
        ("@Test func a() {}", []), ("user@host", []), ("https://me@github.example/x", ["github.example"]),
    ])
    func addressesAreFound(text: String, domains: [String]) {
        #expect(MailAddresses.domains(in: text) == domains)
    }

    /// `gsk_…` and `gsk_test` name the shape; a key has twenty letters and digits or more.
    private static func isPlaceholder(_ line: Substring, after pattern: String) -> Bool {
        guard pattern.count == 4, let start = line.firstRange(of: pattern)?.upperBound else { return false }
        return line[start...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }.count < 16
    }
}
