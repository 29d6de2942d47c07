extension IMAPConnection {
    /// The UIDs of the selected mailbox that match, in ascending order; as ESEARCH (RFC 4731) where offered, which sends
    /// ranges instead of every number.
    public nonisolated(nonsending) func search(_ criteria: SearchCriteria) async throws(IMAPError) -> [UID] {
        let answer = try await run(with: .extendedSearch) { () throws(IMAPError) in try searchCommand(criteria) }
        return criteria.uids(in: answer)
    }

    func searchCommand(_ criteria: SearchCriteria) throws(IMAPError) -> Command {
        var search = text("UID SEARCH ")
        if capabilities.contains(.extendedSearch) { search.append("RETURN (ALL) ") }
        // After UTF8=ACCEPT everything is UTF-8 and CHARSET is forbidden (RFC 6855 section 3).
        if criteria.needsUTF8, !search.utf8 { search.append("CHARSET UTF-8 ") }
        try criteria.write(to: &search)
        return patientCommand("UID SEARCH", search, kind: .search)
    }
}

extension SearchCriteria {
    /// The UIDs in the server's answer, without those outside the criteria.
    func uids(in answer: IMAPConnection.Answer) -> [UID] {
        var uids: [UID] = []
        for response in answer.untagged {
            switch response {
            case .search(let found): uids += found
            case .extendedSearch(let result): uids += result.uids
            default: break
            }
        }
        return uids.filter(admits).ascendingWithoutRepeats()
    }
}

extension [UID] {
    /// Servers answer in order almost always, so that is checked before sorting.
    fileprivate func ascendingWithoutRepeats() -> [UID] {
        if zip(self, dropFirst()).allSatisfy({ $0 < $1 }) { return self }
        var result: [UID] = []
        result.reserveCapacity(count)
        for uid in sorted() where uid != result.last { result.append(uid) }
        return result
    }
}
