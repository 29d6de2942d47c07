import PostOffice
import Synchronization

/// The faults in the words of each counterpart.
extension GmailFault {
    init(_ fault: TrialFault) {
        self =
            switch fault {
            case .answerLost: .answerLost
            case .failsAfterwards: .failsAfterwards
            case .drop: .drop
            case .busy: .error(status: 429, reason: "rateLimitExceeded", message: "Too many concurrent requests")
            case .away: .error(status: 503, reason: "backendError", message: "Backend Error")
            case .stale: .error(status: 401, reason: "authError", message: "Invalid Credentials")
            case .silence: .silence
            }
    }
}

extension SESFault {
    init(_ fault: TrialFault) {
        self =
            switch fault {
            case .answerLost: .answerLost
            case .failsAfterwards: .failsAfterwards
            case .drop: .drop
            case .busy:
                .error(status: 429, type: "TooManyRequestsException", message: "Maximum sending rate exceeded.")
            case .away: .error(status: 503, type: "ServiceUnavailable", message: "x")
            case .stale:
                .error(status: 403, type: "ExpiredTokenException", message: "The security token is expired")
            case .silence: .silence
            }
    }
}

extension SubmissionScript {
    /// - Parameter faults: by the number of the mail; a fault at another phase counts those that come to it.
    init(_ faults: [TrialFault?]) {
        self.init()
        var before: [SubmissionPhase: Int] = [:]
        for (number, fault) in faults.enumerated() {
            guard let (phase, fault) = fault.map(Self.place) else { continue }
            // A moment at which an earlier fault happens is not counted by a later one.
            add(fault, at: phase, skipping: number - before[phase, default: 0])
            before[phase, default: 0] += 1
        }
    }

    private static func place(_ fault: TrialFault) -> (SubmissionPhase, SubmissionFault) {
        switch fault {
        case .answerLost, .failsAfterwards: (.message, .acceptAndDrop)
        case .drop: (.message, .drop)
        case .busy: (.recipient, .reply(.tryAgain))
        case .away: (.mail, .reply(.shuttingDown))
        case .stale: (.authentication, .reply(SubmissionReply(535, "5.7.8 The token is not accepted")))
        case .silence: (.message, .acceptAndSilence)
        }
    }
}

/// A number that is added to.
final class LiveCount: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock(\.self) }
    func add(_ number: Int) { count.withLock { $0 += number } }
}

/// SplitMix64: the same throws for the same seed.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
