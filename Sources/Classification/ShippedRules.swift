/// The rule files under `Rules`, embedded when Mosaic is built. A new language is a file there and a line here.
enum ShippedRules {
    static var all: [(name: String, text: String)] {
        files.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) }
    }

    private static let files: [(name: String, bytes: [UInt8])] = [
        ("und", PackageResources.und_txt),
        ("en", PackageResources.en_txt),
        ("es", PackageResources.es_txt),
        ("pt", PackageResources.pt_txt),
        ("fr", PackageResources.fr_txt),
        ("de", PackageResources.de_txt),
        ("it", PackageResources.it_txt),
        ("hi", PackageResources.hi_txt),
        ("id", PackageResources.id_txt),
        ("tr", PackageResources.tr_txt),
        ("ar", PackageResources.ar_txt),
        ("ja", PackageResources.ja_txt),
        ("nl", PackageResources.nl_txt),
        ("pl", PackageResources.pl_txt),
        ("ru", PackageResources.ru_txt),
        ("vi", PackageResources.vi_txt),
        ("fil", PackageResources.fil_txt),
        ("ko", PackageResources.ko_txt),
        ("zh", PackageResources.zh_txt),
    ]
}
