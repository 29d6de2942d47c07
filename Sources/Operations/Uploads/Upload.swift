package import Text

/// An uploaded file of people that is to become leads.
package struct Upload: Sendable, Hashable {
    /// Unpredictable; letters and digits.
    package let id: String
    /// The file's name where it comes from.
    package let name: String
    /// In octets.
    package let size: Int
    /// When it was uploaded, in seconds since 1970.
    package let uploadedAt: Int64
    /// Field names for headings with another name, once a person has checked them.
    package var renamed: [String: String]?
    /// The campaign that it was uploaded for, or that was made from it; nil: a new one.
    package var campaign: String?
    /// Whether its rows are being imported, or were when the process ended.
    package var isImporting = false

    init(id: String, name: String, size: Int, uploadedAt: Int64, campaign: String?) {
        self.id = id
        self.name = name
        self.size = size
        self.uploadedAt = uploadedAt
        self.campaign = campaign
    }
}

extension Upload: JSONConvertible {
    package var json: JSON {
        let renamed: JSON? = renamed.map { all in
            .object(all.sorted { $0.key < $1.key }.map { JSON.Member(key: $0.key, value: .string($0.value)) })
        }
        return [
            "id": id, "name": name, "size": size, "uploaded_at": JSON.int(uploadedAt), "renamed": renamed,
            "campaign": campaign, "importing": isImporting,
        ]
    }

    /// Nil for anything that ``json`` does not write.
    package init?(_ json: JSON) {
        guard let id = json["id"]?.text, let name = json["name"]?.text, case .int(let size)? = json["size"],
            case .int(let at)? = json["uploaded_at"]
        else { return nil }
        self.init(id: id, name: name, size: Int(size), uploadedAt: at, campaign: json["campaign"]?.text)
        renamed = json["renamed"]?.members.map { members in
            members.reduce(into: [:]) { $0[$1.key] = $1.value.text }
        }
        isImporting = json["importing"] == .bool(true)
    }
}
