// Written by .ci/languages.
extension ShippedLanguages {
    static let phones: [Source] = [
        ("und", PackageResources.und_phones_txt),
        ("en", PackageResources.en_phones_txt),
        ("es", PackageResources.es_phones_txt),
        ("pt", PackageResources.pt_phones_txt),
        ("fr", PackageResources.fr_phones_txt),
        ("de", PackageResources.de_phones_txt),
        ("it", PackageResources.it_phones_txt),
        ("hi", PackageResources.hi_phones_txt),
        ("id", PackageResources.id_phones_txt),
        ("tr", PackageResources.tr_phones_txt),
        ("ar", PackageResources.ar_phones_txt),
        ("ja", PackageResources.ja_phones_txt),
        ("nl", PackageResources.nl_phones_txt),
        ("pl", PackageResources.pl_phones_txt),
        ("ru", PackageResources.ru_phones_txt),
        ("ko", PackageResources.ko_phones_txt),
        ("zh", PackageResources.zh_phones_txt),
        ("sv", PackageResources.sv_phones_txt),
    ]
}
