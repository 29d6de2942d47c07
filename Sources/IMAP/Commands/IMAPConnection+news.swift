/// Additional questions of a look at the selected mailbox.
public struct FurtherQuestions: Sendable {
    /// Which messages match this.
    public var matching: SearchCriteria?
    /// All mailboxes with their states, if the server offers that in one command.
    public var mailboxes = false

    public init(matching: SearchCriteria? = nil, mailboxes: Bool = false) {
        (self.matching, self.mailboxes) = (matching, mailboxes)
    }
}

/// The result of a look at the selected mailbox.
public struct MailboxNews: Sendable {
    /// UIDs reported by FETCH.
    public let fetched: [UID]
    /// UIDs reported by SEARCH, or the server's reason for not answering.
    public let searched: Result<[UID], IMAPError>
    /// The messages that match ``FurtherQuestions/matching``.
    public fileprivate(set) var matching: [UID] = []
    /// As ``IMAPConnection/listWithStatus()``; nil if not asked or not offered.
    public fileprivate(set) var mailboxes: [(MailboxListing, MailboxStatus?)]?
}

extension IMAPConnection {
    /// The messages in the selected mailbox from `first` on, asked for in two ways after the server was given a chance to report news;
    /// and the answers to the additional questions. It takes two round trips, and mail reported by it is no news to the next IDLE.
    ///
    /// NOOP must be answered before anything else is written: Dovecot delays it until everything written with it is done, and would
    /// show a mailbox without the newest mail.
    public nonisolated(nonsending) func news(
        from first: UID, and further: FurtherQuestions = FurtherQuestions()
    ) async throws(IMAPError) -> MailboxNews {
        let set = UIDSet(from: first)
        let criteria = SearchCriteria.uid(set)
        var fetch = try fetchCommand(set, [.flags])
        fetch.showsAllNews = true
        var commands = [fetch, try searchCommand(criteria)]
        // Two answers to SEARCH are told apart by their tags alone.
        let isExtended = capabilities.contains(.extendedSearch)
        let together = isExtended ? further.matching : nil
        if let together { commands.append(try searchCommand(together)) }
        let list = further.mailboxes ? listStatusCommand : nil
        if let list { commands.append(list) }
        try await noop()
        let train = send(together: commands)
        defer { end(train) }
        let fetched = try await messages(of: 0, in: train).map(\.uid).filter(set.contains)
        // All answers first: what is asked anew waits behind them.
        let searched = await answer(to: 1, of: train)
        let matched = together == nil ? nil : await answer(to: 2, of: train)
        let listed = list == nil ? nil : await answer(to: commands.count - 1, of: train)
        var news = MailboxNews(fetched: fetched, searched: await uids(in: searched, matching: criteria, isExtended))
        if let matching = further.matching {
            news.matching =
                if let matched { try await uids(in: matched, matching: matching, isExtended).get() } else {
                    try await search(matching)
                }
        }
        switch listed {
        case .success(let answer)?: news.mailboxes = answer.mailboxes
        case .failure(let error)?: if !distrusts(.listStatus, after: error) { throw error }
        case nil: break
        }
        return news
    }

    /// The messages that a search named. One in the extended form that the server did not understand is asked in the other.
    private nonisolated(nonsending) func uids(
        in outcome: IMAPChannelHandler.Outcome, matching criteria: SearchCriteria, _ wasExtended: Bool
    ) async -> Result<[UID], IMAPError> {
        guard wasExtended, case .failure(.bad) = outcome else { return outcome.map { criteria.uids(in: $0) } }
        do {
            knowledge.distrust(.extendedSearch)
            return .success(try await search(criteria))
        } catch {
            return .failure(error)
        }
    }
}
