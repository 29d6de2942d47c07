import FoundationEssentials

/// Files beside the tests, and the development corpora beside the package where they are present.
enum Corpus {
    private static let tests = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    private static let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    static func fixture(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "/\(tests)/Fixtures/\(name)")))
    }

    /// The lines of a JSON Lines fixture, comments (`//`) and empty lines left out.
    static func rows<Row: Decodable>(of name: String, as type: Row.Type) throws -> [Row] {
        try rows(in: fixture(name), as: type)
    }

    static func rows<Row: Decodable>(in bytes: [UInt8], as type: Row.Type) throws -> [Row] {
        try bytes.split(separator: 0x0A).filter { !$0.starts(with: "//".utf8) }
            .map { try JSONDecoder().decode(type, from: Data($0)) }
    }

    /// The folder of shared corpora, found from the real place of this file; nil when it is not there.
    static let shared: String? = {
        let link = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/\(root)/Tests")) ?? "/\(root)/Tests"
        let package = link.split(separator: "/").dropLast().joined(separator: "/")
        let folder = "/\(package)/../shared/corpora"
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()

    static func sharedFile(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(shared ?? "")/\(path)")))
    }

    static func sharedFolder(_ path: String) throws -> [(name: String, bytes: [UInt8])] {
        try FileManager.default.contentsOfDirectory(atPath: "\(shared ?? "")/\(path)").sorted()
            .map { ($0, try sharedFile("\(path)/\($0)")) }
    }
}
