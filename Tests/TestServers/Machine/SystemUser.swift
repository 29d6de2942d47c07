import Glibc

/// A user and group of this machine, by number.
struct SystemUser: Sendable {
    var uid: uid_t
    var gid: gid_t

    /// A number of our own for both, which needs no entry in /etc/passwd.
    init(number: Int) {
        uid = uid_t(number)
        gid = gid_t(number)
    }

    /// A user that a package made, with its own group or another one.
    init(named name: String, group: String? = nil) throws {
        guard let user = getpwnam(name) else { throw TestServerError("no user \(name); run .ci/setup --tests") }
        uid = user.pointee.pw_uid
        gid = user.pointee.pw_gid
        guard let group else { return }
        guard let entry = getgrnam(group) else { throw TestServerError("no group \(group); run .ci/setup --tests") }
        gid = entry.pointee.gr_gid
    }
}
