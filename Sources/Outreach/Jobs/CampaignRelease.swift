/// The way in which the steps of a campaign are released.
package enum CampaignRelease: String, CaseIterable, Hashable, Sendable, Codable {
    /// Each step follows the previous one after its delay.
    case time
    /// A person releases one step at a time, by a job.
    case jobs
}

/// How a mail leaves.
package enum MailDelivery: String, CaseIterable, Hashable, Sendable, Codable {
    case send
    /// It is put into Drafts, and a person sends it.
    case draft
}
