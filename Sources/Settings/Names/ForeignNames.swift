/// Settings of the tools that Mosaic replaces, which it does not know, with advice for each.
enum ForeignNames {
    /// A sentence that continues after the name; nil for an unknown name.
    static func advice(on name: String) -> String? {
        if name.hasPrefix("CELERY_") {
            return
                "has no effect: there is no Celery; due mails are rows of the database, and `mosaic run` works them "
                + "off."
        }
        if name.hasPrefix("AWS_") {
            return "has no effect: docs/providers/ses.md lists what Mosaic reads of AWS's names."
        }
        return named[name]
    }

    private static let mongo = "has no effect: there is no MongoDB; data is in PostgreSQL or SQLite (DATABASE_URL)."

    private static let named: [String: String] = {
        var sentences = [
            "MONGO_URI": mongo, "MONGODB_URI": mongo, "MONGO_URL": mongo,
            "DB_NAME": "has no effect: the name of the database is the last part of DATABASE_URL.",
            "ENV": "has no effect: there is one mode; DRY_RUN=true tries things out.",
        ]
        sentences["AUTH_MODE"] = "has no effect: the desk always asks for a name and a password."
        for name in ["GMAIL_REDIRECT_URI", "GMAIL_SCOPES"] {
            sentences[name] =
                "has no effect: `mosaic accounts connect google` needs neither; it asks for what mail needs and waits for "
                + "the browser on this machine."
        }
        return sentences
    }()
}
