import Foundation

/// Folders for one test each.
enum TemporaryFolder {
    static func fresh() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mosaic-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path()
    }
}
