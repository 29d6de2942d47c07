import Settings

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The exit statuses of commands, besides 0 (done), 1 (failed) and 64 (used wrongly).
enum ExitStatus {
    /// `EX_CONFIG` of sysexits.h: the settings have faults. A service manager need not restart a program that cannot start.
    static let settings: Int32 = 78

    /// The status of an error that has one of its own.
    static func own(of error: any Error) -> Int32? { error is SettingsError ? settings : nil }

    static func end(with status: Int32) -> Never { exit(status) }
}
