import Correspondence
import Database

extension SQLRow {
    func address(_ column: String) throws -> EmailAddress {
        let text = try string(column)
        guard let address = EmailAddress(text) else {
            throw StorageError(.corrupt, "column \(column) holds no mail address: was it edited by hand?")
        }
        return address
    }

    func optionalAddress(_ column: String) throws -> EmailAddress? {
        try optionalString(column).flatMap(EmailAddress.init)
    }

    func optionalMessageID(_ column: String) throws -> MessageID? {
        try optionalString(column).flatMap(MessageID.init)
    }
}
