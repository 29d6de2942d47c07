package import Correspondence
package import SES

/// A provider that posts reports on mails to an address of ours.
package protocol ReportReceiver: Sendable {
    /// For people, such as the topic's name.
    var name: String { get }

    /// - Returns: nil where the post is the provider's and says nothing about a mail.
    func read(_ post: [UInt8]) async throws(PostRefusal) -> ProviderReport?
}

/// Why a post was not accepted.
package enum PostRefusal: Error, Sendable, Hashable {
    /// Its sender is unknown.
    case stranger
    /// It claims to be the provider's but is not, or is malformed.
    case refused(String)
    /// It could not be verified: it may come again.
    case notNow(String)
}

/// SES's events, as SNS posts them.
package struct SNSReports: ReportReceiver {
    private let post: SNSPost

    package init(_ post: SNSPost) { self.post = post }

    package var name: String { post.topic.name }

    package func read(_ body: [UInt8]) async throws(PostRefusal) -> ProviderReport? {
        do throws(SNSPost.Refusal) {
            guard case .event(let event) = try await post.take(body) else { return nil }
            return SESEvent(event).map { ProviderReport($0, in: post.topic.region) }
        } catch {
            switch error {
            case .stranger: throw .stranger
            case .notOurs(let reason): throw .refused(reason)
            case .notNow(let reason): throw .notNow(reason)
            }
        }
    }
}
