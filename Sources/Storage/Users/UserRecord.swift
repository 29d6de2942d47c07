package import Correspondence
import Database
package import Timing

extension Entity {
    package enum User {}
}

package typealias UserID = Identifier<Entity.User>

/// The rights of somebody at the desk.
package enum UserRole: String, CaseIterable, Sendable, Codable {
    /// Everything, including managing users.
    case admin
    /// Everything but managing users.
    case user
}

/// A user of the desk.
package struct UserRecord: Sendable, Hashable {
    package let id: UserID
    /// In lower case, unique.
    package let name: String
    package let role: UserRole
    package let createdAt: Timestamp
}

extension UserRecord {
    init(_ row: SQLRow) throws {
        id = try row["id", as: UserID.self]
        name = try row.string("name")
        role = try row["role", as: UserRole.self]
        createdAt = try row.timestamp("created_at")
    }
}
