// Written by .ci/languages.
extension ShippedLanguages {
    static let numbers: [Source] = [
        ("en", PackageResources.en_numbers_txt),
        ("es", PackageResources.es_numbers_txt),
        ("pt", PackageResources.pt_numbers_txt),
        ("fr", PackageResources.fr_numbers_txt),
        ("de", PackageResources.de_numbers_txt),
        ("it", PackageResources.it_numbers_txt),
        ("hi", PackageResources.hi_numbers_txt),
        ("id", PackageResources.id_numbers_txt),
        ("tr", PackageResources.tr_numbers_txt),
        ("ar", PackageResources.ar_numbers_txt),
        ("ja", PackageResources.ja_numbers_txt),
    ]
}
