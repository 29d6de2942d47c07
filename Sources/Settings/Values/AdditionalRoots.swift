/// Certificates trusted in addition to the system's: the authority of one's own mail server. `TLS_CA_FILE`.
///
/// They add to the system's roots and never replace them, so that one's own server and a public provider can be used
/// side by side.
package struct AdditionalRoots: Sendable, Hashable {
    /// A PEM file with one certificate or several. It existed and held a certificate when the settings were read.
    package let file: String

    package init(file: String) {
        self.file = file
    }

    /// More than all roots of a system take.
    static let limit = 4 << 20

    /// The fault of a file, as the end of a sentence; nil for a good one.
    static func fault(of file: String, _ files: Files) -> String? {
        guard let content = files.content(file, limit) else {
            return "cannot be read: name a PEM file that this user may read."
        }
        guard String(decoding: content, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
            return "holds no certificate: it must be PEM, with a line -----BEGIN CERTIFICATE-----."
        }
        return nil
    }
}
