/// Divides the time budget of one verdict between a first try and one retry. Pure.
struct RetryPlan {
    enum Step: Equatable {
        case retry(after: Duration)
        case giveUp(ModelFailure)
    }

    /// A try with less time than this is not worth its tokens.
    static let shortestTry = Duration.milliseconds(800)
    private static let breather = Duration.milliseconds(250)

    let budget: Duration
    private var tries = 0

    init(budget: Duration) { self.budget = budget }

    /// The first try leaves room for the second.
    func timeout(rest: Duration) -> Duration {
        max(.milliseconds(1), tries == 0 ? min(rest, budget * 5 / 8) : rest)
    }

    /// The next step after a failed try when `rest` of the budget is left.
    mutating func after(_ failure: ModelFailure, rest: Duration) -> Step {
        tries += 1
        guard tries < 2, failure.isRetriable || failure == .timeout else { return .giveUp(failure) }
        let wait: Duration =
            switch failure {
            case .rateLimited(let stated?): stated
            case .rateLimited(nil), .unavailable: Self.breather
            default: .zero
            }
        return wait + Self.shortestTry <= rest ? .retry(after: wait) : .giveUp(failure)
    }
}
