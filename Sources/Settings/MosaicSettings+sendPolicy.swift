package import Correspondence

extension MosaicSettings {
    /// The caps for every mail of the installation.
    package var sendPolicy: SendPolicy {
        SendPolicy(
            spacing: sendSpacing,
            burstPerMinute: sendBurstPerMinute ?? SendPolicy.burstPerMinute(accounts: accounts.count),
            neverAnswer: neverAnswer)
    }
}
