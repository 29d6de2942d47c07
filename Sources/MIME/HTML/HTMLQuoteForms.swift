/// How mail clients mark, in their HTML, what the writer did not write in this mail. Adding a client is adding a row.
enum HTMLQuoteForms {
    /// Elements whose whole content is quoted.
    static let quotes = [
        "yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra", "gmail_attr", "moz-cite-prefix",
        "moz-forward-container", "moz-email-headers-table", "outlookmessageheader", "isforwardcontent",
        "isreplycontent", "olk_src_body_section", "front-blockquote", "hey-quote", "mailbird-quote",
        "mail-quote-collapse",
        "mailruclass-quote", "ms-outlook-mobile-reference-message", "mail-editor-reference-message-container",
        "messagereplysection", "reply-intro", "qt-quoted", "quoted_text", "quotedtext", "quotedmessage",
        "originalmessage", "original_message", "mailquote", "gmx-quote", "freshdesk_quote", "zd-quoted",
        "aolreplacedbody", "hq_quote", "nylas-quote", "k9mail-quote", "email-quoted-reply", "wkp_quote",
        "airmail_ext_on", "skiff_quote", "missive_quote", "edison-quote", "canary-quote", "spike-quote", "naver_quote",
        "quote_wrapper", "mailcontent_quoted", "replybody", "cloud_forwarded",
    ]

    /// Elements from which on everything is quoted, to the end of the mail.
    static let quoteStarts = [
        "divrplyfwdmsg", "appendonsend", "stopspelling", "zwchr", "lineBreakAtBeginningOfMessage-quoted",
        "ms-outlook-mobile-body-separator-line", "replysplit", "x-quote-start", "quoteheader", "forwardseparator",
        "previousmessages", "includetail",
    ]

    /// Elements that hold a quote together with the answers written into it.
    static let containers = ["gmail_quote", "gmail_quote_container", "gmail_extra_quote"]

    /// Elements that hold the writer's signature.
    static let signatures = [
        "gmail_signature", "gmail_signature_prefix", "moz-signature", "signature", "applemailsignature",
        "ms-outlook-mobile-signature", "outlook-mobile-signature", "protonmail_signature_block",
        "mobile-signature", "yahoo-signature", "ymail_android_signature", "yahoo_signature", "composer_signature",
        "lineBreakAtBeginningOfSignature", "zimbra-signature", "messagesignaturesection", "tutanota-signature",
        "x_signature", "email-signature", "mailsignature", "wisestamp", "physical-address", "ms-outlook-signature",
        "sparksignature", "mailmasterdefaultsignature", "ntes-mailmaster-signature", "idsignature",
    ].map { $0.lowercased() }

    /// Values of `name=` and `data-marker=` that say the same.
    static let quoteNames = ["quote", "messagereplysection", "_mailoriginal", "quoted-content"]
    static let signatureMarks = ["gmail_signature", "__sig_pre__", "__sig_post__", "signature"]
    static let quoteMarks = ["__quoted_text__"]
    static let separatorMarks = ["__divider__"]

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
