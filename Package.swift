// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is built with: Swift 6 mode, explicit existentials and imports, and no warnings.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

extension Target.Dependency {
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let nioTLS = product(name: "NIOTLS", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let logging = product(name: "Logging", package: "swift-log")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let system = product(name: "SystemPackage", package: "swift-system")
    static let yams = product(name: "Yams", package: "Yams")
    static let arguments = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbirdTesting = product(name: "HummingbirdTesting", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
}

/// For targets whose work is heavy even in tests, such as compiling all rules: unoptimised it takes ten times as long.
let heavy: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

func part(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [],
    settings: [SwiftSetting] = house
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: house)
}

let package = Package(
    name: "mosaic",
    products: [.executable(name: "mosaic", targets: ["mosaic"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        // C libraries, each seen by its adapter alone.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CHiredis", pkgConfig: "hiredis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(
            name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CAllocator"),
        .target(
            name: "CPhoneNumber", cxxSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("phonenumber"), .linkedLibrary("stdc++")]),

        // Ground.
        part("Text"),
        part("Timing", ["Text"]),

        // Adapters: no C type leaves its own.
        part("IMAP", ["Text", .nioCore, .nioPosix, .nioSSL, .nioTLS]),
        part("MIME", ["CGMime", "CLibXML2"], settings: house + heavy),
        part("PhoneNumbers", ["CPhoneNumber"], settings: house + heavy),
        part("Postgres", ["CLibPQ", "Timing"]),
        part("Redis", ["CHiredis", "Timing"]),
        part("Curl", ["CLibCurl", "Text"]),
        part("CSV", settings: house + heavy),
        part("OAuth", ["Curl", "Text", .crypto]),
        part("SES", ["Curl", "Text", .crypto, .cryptoExtras]),
        part("GmailAPI", ["Curl", "Text"]),

        part("Database", ["Postgres", "Timing", .grdb]),

        // Domain: values and rules; no I/O, no clock of its own.
        part("Events"),
        part("Correspondence", ["Timing"]),
        part("Templates", ["Text"]),
        part("Outreach", ["Correspondence", "Text", "Timing"]),

        // Words: a folder of Sources/Languages for each language, embedded by C, which takes no time to compile.
        .target(name: "CLanguages", path: "Sources/Languages/Embedding"),
        .target(
            name: "Languages", dependencies: ["CLanguages"], path: "Sources/Languages/Loading",
            swiftSettings: house + heavy),

        // What the statistical reader learnt, embedded by C as the words are; `.ci/train` writes it.
        .target(name: "CReaderWeights", exclude: ["reader.weights"]),

        // Product.
        part("Reading", ["Correspondence", "Languages", "MIME", "Timing"], settings: house + heavy),
        part(
            "Classification", ["Correspondence", "CReaderWeights", "Languages", "Curl", "Text", "Timing", .crypto],
            settings: house + heavy),
        part(
            "ContactDetection", ["Correspondence", "Languages", "PhoneNumbers"],
            resources: [.embedInCode("AddressFormats")], settings: house + heavy),
        part(
            "Understanding",
            ["Correspondence", "MIME", "Reading", "Classification", "ContactDetection", "Timing"]),
        part(
            "Storage", ["Correspondence", "Database", "Events", "Outreach", "Redis", "Timing", .crypto],
            resources: [.embedInCode("Schema")]),
        part("Delivery", ["Correspondence", "Curl", "GmailAPI", "OAuth", "SES", "Text", "Timing", .crypto]),
        part("Settings", ["Correspondence", "Templates", .configuration, .system]),
        part("Access", ["Correspondence", "Curl", "OAuth", "Settings", "Storage", "Text", "Timing", .crypto]),
        part("Observability", ["Events", "Timing", .logging]),
        part("Campaigning", ["Correspondence", "Outreach", "Storage", "Templates", "Text", "Timing"]),
        part(
            "Engine",
            [
                "Timing", "IMAP", "Correspondence", "Reading", "Classification", "ContactDetection", "Understanding",
                "Storage", "Database", "Delivery", "Settings", "Events", "Observability", "Templates", .logging,
                .lifecycle, "Campaigning", "Outreach", "Access", "OAuth",
            ]),
        part(
            "Operations",
            [
                "Alerting", "Text", "Timing", "IMAP", "MIME", "Postgres", "Redis", "Curl", "Database", "Correspondence",
                "Reading", "Classification", "ContactDetection", "Understanding", "Storage", "Delivery", "Settings",
                "Events", "CSV", "Outreach", "Templates", "Campaigning", "Access", "OAuth", .crypto, .cryptoExtras,
                .system, .yams,
            ]),
        part(
            "Dashboard",
            [
                "Correspondence", "Events", "Observability", "Operations", "Outreach", "Storage", "Text", "Timing",
                .crypto, .httpTypes, .hummingbird, .hummingbirdCore, .lifecycle, .logging, .mustache, .nioCore,
            ], resources: [.embedInCode("Assets"), .embedInCode("Templates")]),
        part(
            "Alerting",
            ["Curl", "Events", "Observability", "Storage", "Text", "Timing", .crypto, .lifecycle, .logging]),
        part("PostOffice", ["Timing", .crypto, .nioCore, .nioPosix]),
        .executableTarget(
            name: "mosaic",
            dependencies: [
                "CAllocator", "Text", "Timing", "IMAP", "Redis", "Curl", "Correspondence", "Reading", "Classification",
                "ContactDetection", "Understanding", "Database", "Storage", "Delivery", "Settings", "Events",
                "Observability", "Alerting", "Engine", "Operations", "Dashboard", "PostOffice", "Outreach", "Access",
                "OAuth", "SES", "GmailAPI", .arguments, .logging, .lifecycle, .unixSignals,
            ],
            swiftSettings: house),

        // Tests, and the real servers they start.
        .target(name: "TestServers", path: "Tests/TestServers", swiftSettings: house),
        tests("TestServersTests", ["TestServers"]),
        tests("TimingTests", ["Timing"]),
        tests("TextTests", ["Text"]),
        tests("IMAPTests", ["IMAP", "Text", "Timing", "TestServers", .nioCore, .nioPosix, .nioEmbedded]),
        tests("MIMETests", ["MIME"]),
        tests("PhoneNumbersTests", ["PhoneNumbers", "Timing"]),
        tests("PostgresTests", ["Postgres", "Timing", "TestServers"]),
        tests("RedisTests", ["Redis", "Timing", "TestServers"]),
        tests("CurlTests", ["Curl", "Timing", "TestServers"]),
        tests("CSVTests", ["CSV", "Timing"]),
        tests("CorrespondenceTests", ["Correspondence", "Timing"]),
        tests("OutreachTests", ["Outreach", "Correspondence", "Timing"]),
        tests("CampaigningTests", ["Campaigning", "Outreach", "Storage", "Database", "Correspondence", "Timing"]),
        tests("TemplatesTests", ["Templates", "Text"]),
        tests("LanguagesTests", ["Languages"]),
        tests("ReadingTests", ["Reading", "MIME", "Correspondence", "Timing"]),
        .target(
            name: "ReaderTraining",
            dependencies: ["Classification", "ContactDetection", "Correspondence", "Timing", "Understanding", .crypto],
            path: "Tests/ReaderTraining", swiftSettings: house + heavy),
        tests(
            "ClassificationTests",
            ["Classification", "Correspondence", "Reading", "ReaderTraining", "Curl", "Timing"]),
        tests("ContactDetectionTests", ["ContactDetection", "PhoneNumbers", "Correspondence", "Timing"]),
        tests(
            "UnderstandingTests",
            ["Understanding", "Correspondence", "Classification", "ContactDetection", "Reading", "Timing"],
            exclude: ["Fixtures"]),
        tests(
            "StorageTests",
            [
                "Storage", "Database", "Correspondence", "Events", "Outreach", "Postgres", "Redis", "Timing",
                "TestServers",
            ]),
        tests(
            "DeliveryTests",
            [
                "Delivery", "Correspondence", "MIME", "Curl", "GmailAPI", "OAuth", "PostOffice", "SES", "Timing",
                "TestServers",
            ]),
        tests("SettingsTests", ["Settings", "Correspondence", "Timing"]),
        tests(
            "AccessTests",
            [
                "Access", "OAuth", "Settings", "Storage", "Database", "Correspondence", "Curl", "Delivery", "Engine",
                "GmailAPI", "IMAP", "Operations", "PostOffice", "SES", "Timing", "TestServers",
            ]),
        tests(
            "SESTests", ["SES", "Curl", "PostOffice", "Text", "Timing"], exclude: ["Fixtures", "Oracle"]),
        tests("EventsTests", ["Events"]),
        tests("ObservabilityTests", ["Observability", "Events", "Timing", .logging]),
        tests("PostOfficeTests", ["PostOffice", "IMAP", "Curl", "Timing", "TestServers", .nioCore, .nioPosix]),
        tests(
            "EngineTests",
            [
                "Engine", "PostOffice", "Storage", "Database", "Correspondence", "Settings", "Delivery",
                "Classification", "ContactDetection", "IMAP", "Curl", "Timing", "TestServers", .logging, "Campaigning",
                "Outreach", "SES", "Access", "GmailAPI", "OAuth",
            ]),
        tests(
            "SimulationTests",
            [
                "Engine", "PostOffice", "Storage", "Database", "Correspondence", "Settings", "Delivery",
                "Classification", "ContactDetection", "Reading", "Timing", .logging,
            ]),
        tests(
            "OperationsTests",
            [
                "Alerting", "Campaigning", "Operations", "Understanding", "Classification", "ContactDetection",
                "Correspondence", "Curl", "Database", "Delivery", "IMAP", "Outreach", "PostOffice", "Settings",
                "Storage", "Text", "Timing", "TestServers",
            ]),
        tests(
            "DashboardTests",
            [
                "Access", "Curl", "Dashboard", "Delivery", "OAuth", "Operations", "PostOffice", "Postgres", "Settings",
                "Storage", "Database", "Correspondence", "Events", "Outreach", "TestServers", "Text", "Timing",
                .hummingbirdTesting, .hummingbird, .httpTypes, .logging, .nioCore, .nioEmbedded, "Observability",
            ]),
        tests(
            "AlertingTests",
            [
                "Alerting", "Storage", "Database", "Correspondence", "Curl", "Events", "Text", "Timing", .hummingbird,
                .hummingbirdTesting, .httpTypes, .logging, .nioCore,
            ]),
        tests("ChaosTests", ["mosaic", "Engine", "PostOffice", "TestServers", "Timing"]),
        tests(
            "MosaicTests",
            [
                "mosaic", "Observability", "Correspondence", "Operations", "Settings", "Text", "Timing",
                "Understanding", "TestServers", .arguments, .logging,
            ]),
        tests("LayeringTests", ["Events"]),
    ]
)

// Fuzz targets (`.ci/fuzz`) and benchmarks (`.ci/bench`) are known only where these ask for them: no other build pays.
if Context.environment["MOSAIC_MEASURING"] != nil {
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Tests/CLibFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "CLibFuzzer", "Correspondence", "MIME", "Reading", "Classification", "ContactDetection", "PhoneNumbers",
                "IMAP", "Curl", "CSV", "Templates", "Timing", .nioCore,
            ],
            path: "Tests/Fuzz", exclude: ["Seeds"], swiftSettings: house),
        .executableTarget(
            name: "TrainReader", dependencies: ["Classification", "ReaderTraining"],
            path: "Tests/TrainReader", swiftSettings: house),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Correspondence", "MIME", "Reading", "Classification", "ContactDetection", "PostOffice", "Timing",
            ],
            path: "Tests/Benchmarks", exclude: ["python"], swiftSettings: house),
        .executableTarget(
            name: "CampaignBenchmark",
            dependencies: [
                "Campaigning", "Correspondence", "Operations", "Outreach", "Settings", "Storage", "Timing",
                "TestServers",
            ],
            path: "Tests/CampaignBenchmark", swiftSettings: house),
        .executableTarget(
            name: "CSVBenchmark", dependencies: ["CSV"], path: "Tests/CSVBenchmark", swiftSettings: house),
    ]
}
