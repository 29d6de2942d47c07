import Correspondence
package import Storage
package import Text
import Timing

extension ContactRecord: JSONConvertible {
    package var json: JSON {
        [
            "id": id, "address": address, "name": name, "phone": phone, "postal_address": postalAddress,
            "suppressed_at": suppressedAt, "suppressed_reason": suppressedReason, "created_at": createdAt,
        ]
    }
}
