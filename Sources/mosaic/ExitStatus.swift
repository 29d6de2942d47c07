import Settings

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What a command ends with, besides 0 (done), 1 (failed) and 64 (used wrongly).
enum ExitStatus {
    /// `EX_CONFIG` of sysexits.h: there are faults in the settings. A service manager need not start again what cannot start.
    static let settings: Int32 = 78

    /// The status of an error that has one of its own.
    static func own(of error: any Error) -> Int32? { error is SettingsError ? settings : nil }

    static func end(with status: Int32) -> Never { exit(status) }
}
