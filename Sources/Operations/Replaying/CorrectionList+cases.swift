import Storage
import Text

extension CorrectionList {
    /// For `mosaic replay`.
    ///
    /// - Throws: an ``OperationFailure`` where there is none.
    package var cases: [ReplayCase] {
        get throws {
            guard !corrections.isEmpty else {
                throw OperationFailure(
                    .unknown,
                    "Nothing was corrected yet: say at the desk, or with `mosaic conversations correct`, what a reply was."
                )
            }
            return try corrections.map { try ReplayCase(line: $0.json, fallbackID: "\($0.message)") }
        }
    }
}
