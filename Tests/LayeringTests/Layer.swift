/// One row of the table of targets: what its sources may import.
struct Layer {
    /// The target, which is also its folder below `Sources`.
    let target: String
    /// Modules of ours and of packages: each of them is imported somewhere.
    let arrows: [String]
    /// Modules of ours, of packages and of the system; all else is forbidden.
    let mayImport: Set<String>

    init(_ target: String, _ modules: String..., system: System...) {
        self.target = target
        arrows = modules
        mayImport = system.reduce(into: Set(modules).union(["Synchronization"])) { $0.formUnion($1.modules) }
    }

    /// What a layer may use beneath packages; `Synchronization` is open to everybody.
    enum System {
        /// Sockets, files, threads: adapters and whoever performs I/O.
        case io
        /// JSON, dates and the like, without ICU.
        case essentials
        /// All of Foundation, 39 MB resident: only where a dependency's API speaks it.
        case foundation

        var modules: Set<String> {
            switch self {
            case .io: ["Glibc", "Musl", "Dispatch"]
            case .essentials: ["FoundationEssentials"]
            case .foundation: ["Foundation"]
            }
        }
    }

    /// The design, row by row: lower rows may know upper ones, never the other way round.
    static let table: [Layer] = [
        // Ground.
        Layer("Text"),
        Layer("Timing", "Text", system: .io),

        // Adapters: a C library or a protocol each; no C module is seen by anybody else.
        Layer("IMAP", "NIOCore", "NIOPosix", "NIOSSL", "NIOTLS", "Text", system: .io, .essentials),
        Layer("MIME", "CGMime", "CLibXML2", system: .io, .essentials),
        Layer("PhoneNumbers", "CPhoneNumber", system: .io, .essentials),
        Layer("Postgres", "CLibPQ", "Timing", system: .io, .essentials),
        Layer("Redis", "CHiredis", "Timing", system: .io, .essentials),
        Layer("Curl", "CLibCurl", "Text", system: .io, .essentials),
        Layer("CSV"),
        Layer("OAuth", "Curl", "Text", "Crypto", system: .io),
        Layer("SES", "Curl", "Text", "Crypto", "CryptoExtras", system: .io),
        Layer("GmailAPI", "Curl", "Text"),

        Layer("Database", "Postgres", "GRDB", "Timing", system: .io, .essentials, .foundation),

        // Domain: values and rules.
        Layer("Events"),
        Layer("Correspondence", "Timing"),
        Layer("Templates", "Text"),
        Layer("Outreach", "Correspondence", "Text", "Timing"),

        // Words: resources, embedded by C.
        Layer("Languages", "CLanguages"),

        // Product.
        Layer("Reading", "Correspondence", "Languages", "MIME", "Timing", system: .essentials),
        Layer(
            "Classification", "Correspondence", "CReaderWeights", "Languages", "Curl", "Text", "Timing", "Crypto",
            system: .essentials),
        Layer("ContactDetection", "Correspondence", "Languages", "PhoneNumbers", system: .essentials),
        Layer(
            "Understanding", "Correspondence", "MIME", "Reading", "Classification", "ContactDetection", "Timing"),
        Layer("Storage", "Correspondence", "Database", "Events", "Outreach", "Redis", "Timing", "Crypto"),
        Layer(
            "Delivery", "Correspondence", "Curl", "GmailAPI", "OAuth", "SES", "Text", "Timing", "Crypto", system: .io,
            .essentials),
        Layer("Settings", "Correspondence", "Templates", "Configuration", "SystemPackage", system: .io, .essentials),
        Layer(
            "Access", "Correspondence", "Curl", "Crypto", "OAuth", "Settings", "Storage", "Text", "Timing", system: .io),
        Layer("Observability", "Events", "Logging", "Timing", system: .io),
        Layer(
            "Campaigning", "Correspondence", "Outreach", "Storage", "Templates", "Text", "Timing", system: .essentials),
        Layer(
            "Engine", "IMAP", "Correspondence", "Reading", "Classification", "ContactDetection", "Understanding",
            "Database", "Storage",
            "Delivery", "Settings", "Events", "Observability", "Logging", "ServiceLifecycle",
            "Timing", "Templates", "Outreach", "Campaigning", "Access", "OAuth",
            system: .io, .essentials),
        Layer(
            "Alerting", "Curl", "Crypto", "Events", "Logging", "Observability", "ServiceLifecycle", "Storage", "Text",
            "Timing"),
        Layer(
            "Operations", "Alerting", "IMAP", "MIME", "Postgres", "Redis", "Curl", "Database", "Correspondence",
            "Reading",
            "Classification", "ContactDetection", "Understanding", "Storage", "Delivery", "Settings", "Events", "Text",
            "Timing", "CSV", "Campaigning", "Crypto", "CryptoExtras", "Outreach", "Templates", "SystemPackage", "Yams",
            "Access", "OAuth",
            system: .io, .essentials),
        Layer(
            "Dashboard", "Correspondence", "Events", "Observability", "Operations", "Outreach", "Storage", "Text",
            "Timing", "Crypto", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "Mustache", "NIOCore",
            "ServiceLifecycle"),
        Layer("PostOffice", "Crypto", "NIOCore", "NIOPosix", "Timing", system: .io, .essentials),

        // The executable names concrete parts together; it reaches C and NIO through their adapters only.
        Layer(
            "mosaic", "CAllocator", "IMAP", "Redis", "Curl", "Correspondence", "Reading", "Classification",
            "ContactDetection", "Understanding", "Database", "Storage", "Delivery", "Settings", "Events",
            "Observability",
            "Engine", "Alerting",
            "Operations", "Dashboard", "PostOffice", "Outreach", "Access", "OAuth", "SES", "GmailAPI",
            "ArgumentParser", "Logging", "ServiceLifecycle", "UnixSignals", "Text", "Timing",
            system: .io, .essentials, .foundation),
    ]
}
