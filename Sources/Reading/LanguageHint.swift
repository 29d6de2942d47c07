import MIME

/// Hints at a mail's language outside its words.
enum LanguageHint {
    private static let byCharset = [
        "iso-2022-jp": "ja", "shift_jis": "ja", "euc-jp": "ja", "euc-kr": "ko", "ks_c_5601-1987": "ko", "gb2312": "zh",
        "gbk": "zh", "gb18030": "zh", "big5": "zh", "koi8-r": "ru", "windows-1254": "tr", "iso-8859-9": "tr",
        "windows-1256": "ar", "windows-1255": "he", "tis-620": "th",
    ]

    /// The first Content-Language (RFC 3282), or the one that the body's charset is made for.
    static func language(of mail: ParsedMail) -> String? {
        if let named = mail.headers.fields.first("Content-Language") {
            let tag = named.split { $0 == "," || $0 == ";" || $0 == " " }.first.map { $0.lowercased() }
            // Outlook writes the language of its own menus here; "en" and "en-us" say nothing about the text.
            if let tag, tag != "en-us", tag != "en", tag.utf8.count <= 35 { return tag }
        }
        return mail.root.selfAndDescendants.lazy.compactMap { $0.charset?.lowercased() }
            .compactMap { byCharset[$0] }.first
    }
}
