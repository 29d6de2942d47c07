// Written by .ci/languages.
extension ShippedLanguages {
    static let consent: [Source] = [
        ("und", PackageResources.und_consent_txt),
        ("en", PackageResources.en_consent_txt),
        ("es", PackageResources.es_consent_txt),
        ("pt", PackageResources.pt_consent_txt),
        ("fr", PackageResources.fr_consent_txt),
        ("de", PackageResources.de_consent_txt),
        ("it", PackageResources.it_consent_txt),
        ("hi", PackageResources.hi_consent_txt),
        ("id", PackageResources.id_consent_txt),
        ("tr", PackageResources.tr_consent_txt),
        ("ar", PackageResources.ar_consent_txt),
        ("ja", PackageResources.ja_consent_txt),
        ("nl", PackageResources.nl_consent_txt),
        ("pl", PackageResources.pl_consent_txt),
        ("ru", PackageResources.ru_consent_txt),
        ("vi", PackageResources.vi_consent_txt),
        ("fil", PackageResources.fil_consent_txt),
        ("ko", PackageResources.ko_consent_txt),
        ("zh", PackageResources.zh_consent_txt),
    ]
}
