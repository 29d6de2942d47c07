import Glibc
import Synchronization

/// The temporary folder of this test process: everything its servers write lies below, and it goes when the process ends.
///
/// It sits directly under `/tmp`, whatever `TMPDIR` says: Unix socket paths may not pass 108 bytes.
/// With `MOSAIC_TEST_KEEP` set in the environment it stays, for reading logs afterwards.
public enum RunFolder {
    /// The folder's absolute path.
    public static let path: String = {
        var template = Array("/tmp/mosaic-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { fatalError("mkdtemp: \(String(cString: strerror(errno)))") }
        let path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        // Servers run as their own users and must pass through.
        chmod(path, 0o755)
        return path
    }()

    private static let made = Mutex<Int>(0)

    /// A new, empty folder below, such as `…/redis-3`.
    public static func fresh(_ name: String) throws -> String {
        // Whoever needs no server wants its folder removed all the same.
        _ = Reaper.shared
        let number = made.withLock {
            $0 += 1
            return $0
        }
        let folder = "\(path)/\(name)-\(number)"
        try Files.makeFolder(folder)
        return folder
    }
}
