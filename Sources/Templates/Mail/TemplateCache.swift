import Synchronization

/// Compiled mails by source, so that a campaign's template is compiled once and not for each lead.
package final class TemplateCache: Sendable {
    private struct Contents {
        var templates: [MailTemplate.Source: MailTemplate] = [:]
        /// Oldest first.
        var order: [MailTemplate.Source] = []
    }

    private let contents = Mutex(Contents())
    private let capacity: Int

    /// Keeps up to `capacity` templates, at least one; the oldest is replaced first.
    package init(capacity: Int = 500) { self.capacity = max(1, capacity) }

    package var count: Int { contents.withLock { $0.order.count } }

    /// The template of `source`, compiled on first use. A source that cannot be compiled is not kept.
    package func template(_ source: MailTemplate.Source) throws(MailTemplateError) -> MailTemplate {
        if let known = contents.withLock({ $0.templates[source] }) { return known }
        let template = try MailTemplate.compile(source)
        contents.withLock { contents in
            guard contents.templates.updateValue(template, forKey: source) == nil else { return }
            contents.order.append(source)
            if contents.order.count > capacity { contents.templates[contents.order.removeFirst()] = nil }
        }
        return template
    }
}
