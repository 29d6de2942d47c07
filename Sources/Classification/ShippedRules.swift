/// The rule files under `Rules`, embedded when Mosaic is built. A new language is a file there and a line here.
enum ShippedRules {
    static var all: [(name: String, text: String)] {
        files.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) }
    }

    private static let files: [(name: String, bytes: [UInt8])] = [
        ("und", PackageResources.und_txt),
        ("en", PackageResources.en_txt),
    ]
}
