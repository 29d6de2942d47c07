import Testing

struct LayeringTests {
    @Test(arguments: Layer.table.map(\.target))
    func everyImportIsAllowedByTheTable(target: String) throws {
        let layer = try #require(Layer.table.first { $0.target == target })
        let sources = Repository.texts(below: ["Sources/\(target)"]).filter { $0.path.hasSuffix(".swift") }
        for source in sources {
            for module in Imports.modules(in: source.text) where !layer.mayImport.contains(module) {
                let allowed = layer.mayImport.sorted().joined(separator: ", ")
                Issue.record("\(source.path) imports \(module): \(target) may import \(allowed)")
            }
        }
    }

    @Test(arguments: Layer.table.map(\.target))
    func everyPermittedArrowIsWalked(target: String) throws {
        let layer = try #require(Layer.table.first { $0.target == target })
        let sources = Repository.texts(below: ["Sources/\(target)"]).filter { $0.path.hasSuffix(".swift") }
        let walked = Set(sources.flatMap { Imports.modules(in: $0.text) })
        for module in layer.arrows where !walked.contains(module) {
            Issue.record("\(target) may import \(module) and never does: take the arrow out")
        }
    }

    @Test func everySwiftTargetHasARow() throws {
        let rows = Set(Layer.table.map(\.target))
        for folder in try Repository.entries(of: "Sources") where !rows.contains(folder) {
            let swift = Repository.texts(below: ["Sources/\(folder)"]).filter { $0.path.hasSuffix(".swift") }
            #expect(swift.isEmpty, "Sources/\(folder) has no row in Tests/LayeringTests/Layer.swift")
        }
    }

    @Test func noRowImportsARowBelowItself() {
        var known: Set<String> = []
        let all = Set(Layer.table.map(\.target))
        for layer in Layer.table {
            let later = layer.mayImport.intersection(all).subtracting(known)
            #expect(later.isEmpty, "\(layer.target) may import \(later), which stands below it")
            known.insert(layer.target)
        }
    }

    @Test func testServersKnowNothingOfMosaic() {
        let sources = Repository.texts(below: ["Tests/TestServers"])
        #expect(!sources.isEmpty)
        for source in sources {
            let foreign = Set(Imports.modules(in: source.text)).subtracting(["Glibc", "Dispatch", "Synchronization"])
            #expect(foreign.isEmpty, "\(source.path) imports \(foreign): real servers stand alone")
        }
    }

    @Test(arguments: [
        ("import A", ["A"]), ("public import A", ["A"]), ("@testable import A", ["A"]),
        ("import struct A.B", ["A"]), ("  import A.Sub", ["A"]), ("@_exported public import A", ["A"]),
        ("// import A", []), ("let a = 1 // import B", []), ("importer()", []), ("import A\nimport B", ["A", "B"]),
    ])
    func importsAreRead(source: String, modules: [String]) {
        #expect(Imports.modules(in: source) == modules)
    }
}
