import FoundationEssentials
import SystemPackage
import Text

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Uploaded files that are not leads yet, each with a note of a person's decisions about it. Only this user can read them, and
/// files older than a week are removed.
package struct UploadFolder: Sendable {
    /// The largest size of one file.
    package static let largestFile = 512 << 20
    /// The largest size of all files together.
    package static let largest = 2 << 30
    private static let longest: Int64 = 7 * 86_400

    private let path: String

    package init(_ path: String) { self.path = path }

    /// Begins a file.
    ///
    /// - Throws: an ``OperationFailure`` where the folder is full or cannot be written.
    package func begin(_ name: String, for campaign: String?) throws(OperationFailure) -> UploadWriter {
        mkdir(FilePath(path).removingLastComponent().string, 0o700)
        mkdir(path, 0o700)
        sweep()
        guard list().reduce(0, { $0 + $1.size }) < Self.largest else {
            throw OperationFailure(
                .refused, "There is no room for another file: import or discard those that wait.")
        }
        let id = Hexadecimal.encoded([UInt8].fresh(count: 16))
        return try UploadWriter(id, name: name, for: campaign, in: self)
    }

    /// Removes files older than a week.
    package func sweep() {
        let oldest = Self.now - Self.longest
        for old in list() where old.uploadedAt < oldest { remove(old.id) }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for id in names.filter({ $0.hasSuffix(".csv") }).map({ String($0.dropLast(4)) }) where upload(id) == nil {
            // A file that a process was writing when it died has no note.
            let facts = try? FileManager.default.attributesOfItem(atPath: filePath(id))
            guard let changed = facts?[.modificationDate] as? Date else { continue }
            if Int64(changed.timeIntervalSince1970) < oldest { remove(id) }
        }
    }

    /// The same once a day, until cancelled.
    package func sweepDaily() async {
        while !Task.isCancelled {
            sweep()
            // Ends with the task.
            try? await Task.sleep(for: .seconds(86_400))
        }
    }

    /// The newest first.
    package func list() -> [Upload] {
        // A folder that does not exist yet holds nothing.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.compactMap { upload(String($0.dropLast(5))) }
            .sorted { $0.uploadedAt > $1.uploadedAt }
    }

    /// Nil where there is none with this key.
    package func upload(_ id: String) -> Upload? {
        guard Self.isKey(id), let bytes = FileManager.default.contents(atPath: notePath(id)),
            let json = try? JSON(reading: Array(bytes))
        else { return nil }
        return Upload(json)
    }

    /// The file with its rows.
    package func file(of upload: Upload) -> String { "\(path)/\(upload.id).csv" }

    /// Stores decisions about it.
    package func note(_ upload: Upload) throws(OperationFailure) {
        let bytes = Array("\(upload.json)\n".utf8)
        let draft = notePath(upload.id) + ".new"
        guard
            FileManager.default.createFile(
                atPath: draft, contents: Data(bytes), attributes: [.posixPermissions: 0o600]),
            rename(draft, notePath(upload.id)) == 0
        else {
            throw OperationFailure(
                .notReady, "The file cannot be kept in \(path): \(String(cString: strerror(errno))).")
        }
    }

    package func remove(_ id: String) {
        guard Self.isKey(id) else { return }
        unlink("\(path)/\(id).csv")
        unlink(notePath(id))
    }

    func filePath(_ id: String) -> String { "\(path)/\(id).csv" }

    private func notePath(_ id: String) -> String { "\(path)/\(id).json" }

    private static func isKey(_ id: String) -> Bool {
        id.utf8.count == 32
            && id.utf8.allSatisfy {
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                    || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
            }
    }

    static var now: Int64 { Int64(time(nil)) }
}

/// A file that is being received. An unfinished file is removed.
package final class UploadWriter {
    package private(set) var size = 0
    private let id: String
    private let name: String
    private let campaign: String?
    private let folder: UploadFolder
    private let descriptor: Int32
    private var isKept = false

    init(_ id: String, name: String, for campaign: String?, in folder: UploadFolder) throws(OperationFailure) {
        self.id = id
        self.name = name.shownOnOneLine(limit: 120)
        self.campaign = campaign
        self.folder = folder
        descriptor = open(folder.filePath(id), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw OperationFailure(.notReady, "A file cannot be kept here: \(String(cString: strerror(errno))).")
        }
    }

    deinit {
        close(descriptor)
        if !isKept { unlink(folder.filePath(id)) }
    }

    package func write(_ bytes: some Collection<UInt8>) throws(OperationFailure) {
        guard size + bytes.count <= UploadFolder.largestFile else {
            throw OperationFailure(.unusable, "The file is larger than \(UploadFolder.largestFile >> 20) MB: split it.")
        }
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw OperationFailure(.notReady, "The file was not kept: \(String(cString: strerror(errno))).")
            }
            rest = rest.dropFirst(count)
        }
        size += bytes.count
    }

    /// - Throws: an ``OperationFailure`` where nothing was received.
    package func finish() throws(OperationFailure) -> Upload {
        guard size > 0 else {
            throw OperationFailure(.unusable, "The file is empty: choose one with headings and rows.")
        }
        let upload = Upload(id: id, name: name, size: size, uploadedAt: UploadFolder.now, campaign: campaign)
        try folder.note(upload)
        isKept = true
        return upload
    }
}
