package import Alerting
import Correspondence
package import Storage
package import Text
import Timing

extension Interventions {
    /// Adds a receiver of alerts.
    ///
    /// - Parameters:
    ///   - receiver: a URL, or an address for mail.
    ///   - trusted: hosts that may be in a private network.
    package func addAlerts(
        _ form: AlertForm, to receiver: String, trusted: Set<String>
    ) async throws -> Acknowledgement {
        let url = try Self.url(form, receiver, trusted)
        let known = try await store.alerts.targets().first { $0.kind == form.kind && $0.address == url }
        let secret = form == .webhook ? known?.secret ?? [UInt8].fresh(count: 32) : nil
        let target = try await store.alerts.add(form.kind, url, secret: secret)
        // Shown once, to the person who sets the receiver up.
        let key = secret.map { " It is signed with whsec_\(Base64.encoded($0)), which is not shown again." } ?? ""
        return Acknowledgement(
            "Alerts go to \(AlertAddress.shown(target)) from now on.\(key)",
            ["target": target.id, "secret": secret.map { "whsec_\(Base64.encoded($0))" }])
    }

    private static func url(_ form: AlertForm, _ receiver: String, _ trusted: Set<String>) throws -> String {
        guard form == .mail else {
            do { return try AlertAddress(receiver, trusted: trusted).url } catch {
                throw OperationFailure(.unusable, "\(error)")
            }
        }
        guard let address = EmailAddress(receiver) else {
            throw OperationFailure(.unusable, "This is no mail address: write it as ops@example.com.")
        }
        return "mailto:\(address.key)"
    }

    package func removeAlerts(_ id: AlertTargetID) async throws -> Acknowledgement {
        let what = "receiver \(id)"
        try Self.settle(try await store.alerts.remove(id), what)
        return Acknowledgement("Nothing is told to receiver \(id) any more.", ["target": id])
    }

    /// Has the service that delivers alerts send a test.
    package func testAlerts(_ id: AlertTargetID) async throws -> Acknowledgement {
        guard try await store.alerts.target(id) != nil else {
            throw OperationFailure(.unknown, "There is no receiver \(id): see `mosaic alerts`.")
        }
        try await store.alerts.addTest(id)
        return Acknowledgement("`mosaic run` sends a test to receiver \(id) within seconds.", ["target": id])
    }

    /// Sends a test at once, without storing anything.
    package func testAlerts(_ id: AlertTargetID, through post: AlertPost) async throws -> Acknowledgement {
        guard let target = try await store.alerts.target(id) else {
            throw OperationFailure(.unknown, "There is no receiver \(id): see `mosaic alerts`.")
        }
        let test = AlertBatch(test: target, at: clock.now)
        switch try await post.send(test) {
        case .delivered:
            return Acknowledgement("\(AlertAddress.shown(target)) has taken a test.", ["target": id])
        case .failed(let why, _), .gone(let why):
            throw OperationFailure(.refused, "The test did not arrive at \(AlertAddress.shown(target)): \(why).")
        }
    }
}

/// The receiver as lists show it: for a URL, which is a secret, only the host.
package struct AlertList: Sendable {
    package let targets: [AlertTarget]
    package let pending: Int
    package let dead: Int

    package init(of store: Store) async throws {
        targets = try await store.alerts.targets()
        (pending, dead) = try await store.alerts.counts()
    }
}

extension AlertList: JSONConvertible {
    package var json: JSON { ["receivers": targets, "pending": pending, "given_up": dead] }
}

extension AlertTarget: JSONConvertible {
    package var json: JSON {
        [
            "id": id, "kind": AlertForm(of: self).rawValue, "address": AlertAddress.shown(self),
            "created_at": createdAt,
            "failing_since": failingSince, "failure": failure, "disabled_at": disabledAt,
        ]
    }
}
