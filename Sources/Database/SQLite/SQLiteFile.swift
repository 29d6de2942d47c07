#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The file a SQLite database lives in.
enum SQLiteFile {
    /// Creates the file with mode 0600 and its missing folders with 0700; what exists is left as it is.
    ///
    /// Only a new file is opened here: closing a descriptor of a database in use would drop this process's locks on it
    /// (sqlite.org/howtocorrupt.html, 2.2). SQLite gives its journal files the mode of the database.
    static func createPrivately(_ path: String) throws(StorageError) {
        try createFolder(of: path)
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            _ = close(descriptor)
        } else if errno != EEXIST {
            throw failure(path, errno)
        }
    }

    private static func createFolder(of path: String) throws(StorageError) {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        let folder = String(path[..<slash])
        guard mkdir(folder, 0o700) != 0, errno != EEXIST else { return }
        guard errno == ENOENT else { throw failure(folder, errno) }
        try createFolder(of: folder)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure(folder, errno) }
    }

    private static func failure(_ path: String, _ code: CInt) -> StorageError {
        StorageError(
            .invalid, "cannot create \(path): \(String(cString: strerror(code))); choose a place this user may write to"
        )
    }
}
