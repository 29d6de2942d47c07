/// The one-time link by which the first admin is made. Only this process knows it, and it is void once there is a user.
package struct Invitation: Sendable {
    let key: String

    package init(key: String) {
        self.key = key
    }

    package var path: String { "/welcome?key=\(key)" }
}
