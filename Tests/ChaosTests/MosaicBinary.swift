import TestServers

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The program under test: the one built beside the tests, or the one that `MOSAIC_BINARY` names.
enum MosaicBinary {
    static var isBuilt: Bool { access(path, X_OK) == 0 }

    static let path: String = {
        if let named = getenv("MOSAIC_BINARY") { return String(cString: named) }
        let arguments = CommandLine.arguments
        let bundle = arguments.firstIndex(of: "--test-bundle-path").flatMap { index in
            arguments.indices.contains(index + 1) ? arguments[index + 1] : nil
        }
        let executable = bundle ?? link("/proc/self/exe") ?? arguments[0]
        let folder = executable.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return folder.joined(separator: "/") + "/mosaic"
    }()

    /// The program of an earlier release, where `MOSAIC_OLDER_BINARY` names one.
    static let older: String? = getenv("MOSAIC_OLDER_BINARY").map { String(cString: $0) }

    private static func link(_ path: String) -> String? {
        var target = [CChar](repeating: 0, count: 4_096)
        let count = readlink(path, &target, target.count)
        guard count > 0 else { return nil }
        return String(decoding: target[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
