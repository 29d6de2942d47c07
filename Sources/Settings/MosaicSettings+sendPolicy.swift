package import Correspondence

extension MosaicSettings {
    /// What every mail of the installation is held to.
    package var sendPolicy: SendPolicy {
        SendPolicy(
            spacing: sendSpacing,
            burstPerMinute: sendBurstPerMinute ?? SendPolicy.burstPerMinute(accounts: accounts.count),
            neverAnswer: neverAnswer)
    }
}
