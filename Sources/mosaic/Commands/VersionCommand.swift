import ArgumentParser
import Database
import Storage
import Text

/// `mosaic version`.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Say which version this is.",
        discussion: "The same as mosaic --version. What changed in it: docs/CHANGELOG.md.")

    @OptionGroup var output: OutputOptions

    func run() {
        output.print(["version": Version.current, "schema": Version.schema]) { _ in Version.line }
    }
}

/// The identity of this program.
enum Version {
    /// The newest release named in docs/CHANGELOG.md, and whether anything was added since.
    static let current = "2026-11-27+unreleased"
    /// The database schema version that it needs.
    static let schema = Migration.embedded(for: .sqlite).map(\.version).max() ?? 0
    static let line = "mosaic \(current), database schema \(schema)"
}
