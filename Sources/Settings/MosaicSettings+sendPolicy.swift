package import Correspondence

extension MosaicSettings {
    /// The caps for every mail of the installation.
    package var sendPolicy: SendPolicy {
        SendPolicy(
            spacing: sendSpacing,
            burstPerMinute: sendBurstPerMinute ?? SendPolicy.burstPerMinute(accounts: accounts.count),
            neverAnswer: neverAnswer)
    }

    /// Who may be answered.
    package var answerRules: AnswerRules {
        AnswerRules(isDryRun: isDryRun, neverAnswer: neverAnswer) { [accounts] writer, address in
            guard let account = accounts.first(where: { $0.address == address }) else { return false }
            return account.sender(knownAs: writer) == nil
        }
    }
}
