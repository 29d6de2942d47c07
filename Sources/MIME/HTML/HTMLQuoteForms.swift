/// How mail clients mark in HTML the parts that the writer did not write in this mail. To add a client, add a row.
enum HTMLQuoteForms {
    /// Elements whose whole content is quoted.
    static let quotes: Set<String> = [
        "gmail_attr", "yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra", "moz-cite-prefix",
        "moz-forward-container", "moz-email-headers-table", "isforwardcontent", "isreplycontent",
        "olk_src_body_section", "front-blockquote", "nylas-quote", "mail-quote-collapse",
        "ms-outlook-mobile-reference-message", "mail-editor-reference-message-container", "reply-intro",
        "__quoted_text__", "airmail_on", "airmail_ext_on",
    ]

    /// Elements from which on everything is quoted, to the end of the mail.
    static let quoteStarts: Set<String> = [
        "divrplyfwdmsg", "outlookmessageheader", "appendonsend", "stopspelling", "zwchr", "__divider__",
        "ms-outlook-mobile-body-separator-line",
    ]

    /// Elements that hold a quote together with the answers written into it.
    static let containers: Set<String> = ["gmail_quote", "gmail_quote_container"]

    /// Elements that hold the writer's signature.
    static let signatures: Set<String> = [
        "gmail_signature", "gmail_signature_prefix", "__sig_pre__", "__sig_post__", "moz-signature", "signature",
        "applemailsignature", "ms-outlook-mobile-signature", "protonmail_signature_block", "yahoo-signature",
        "ymail_android_signature",
        "composer_signature", "ntes-mailmaster-signature", "sh-signature",
    ]

    /// Every mark, to recognise it after another provider's prefix.
    static let all = quotes.union(quoteStarts).union(containers).union(signatures).union(["msonormal"])

    /// Values of `name=` that say the same.
    static let quoteNames: Set<String> = ["quote", "messagereplysection", "_mailoriginal"]
    static let signatureNames: Set<String> = ["messagesignaturesection", "signature"]

    /// The line that Outlook for Windows, Word and Windows Mail draw above the header of what they quote. It is also
    /// drawn above signatures, so it counts only when header lines follow.
    static func isRule(_ style: String) -> Bool {
        guard style.contains("border-top:") else { return false }
        return style.contains("border:none;border-top:solid") || style.contains("border-top:solid#")
            || style.contains("border-top:1pxsolid") || style.contains("border-top:#")
            || style.contains("border-top-color:") || style.contains("border-top:1.0pt")
    }

    /// A blockquote that editors draw to indent text: Gmail's "indent more", Word's paste.
    static func isIndentation(_ style: String) -> Bool {
        (style.contains("border:none") || style.contains("border:0")) && style.contains("margin")
            && !style.contains("border-left:1") && !style.contains("border-left:solid")
    }
}
