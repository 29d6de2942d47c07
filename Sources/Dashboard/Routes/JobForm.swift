import Operations
import Outreach
import Storage
import Text
import Timing

/// The choices for a job, as made on the page.
struct JobForm: Sendable {
    private let step: String
    private let what: String
    private let isForced: Bool
    private let busy: String
    private let at: String
    private let offset: String

    /// The initial choices: everybody, now.
    init() { self.init(Form([:])) }

    init(_ form: Form) {
        step = form["step"]
        what = form["what"]
        isForced = !form["force"].isEmpty
        busy = form["busy"]
        at = form["at"]
        offset = form["offset"]
    }

    /// - Throws: an ``OperationFailure`` that says what to choose.
    func wish() throws -> JobWish {
        guard !step.isEmpty else { throw OperationFailure(.unusable, "Choose a step.") }
        guard let selection = JobSelection(rawValue: what) else {
            throw OperationFailure(.unusable, "Choose who gets it, and how.")
        }
        let policy: BusyPolicy? = busy.isEmpty ? .fail : BusyPolicy(rawValue: busy)
        guard let policy else {
            throw OperationFailure(.unusable, "Choose what happens when its accounts are taken.")
        }
        let instant = try at.isEmpty ? nil : PlanRoutes.instant(at, offset: offset)
        return JobWish(step: step, selection: selection, force: isForced, busy: policy, at: instant)
    }

    /// For the page.
    func model(steps: [CampaignStepRecord]) -> JSON {
        [
            "steps": steps.filter { !$0.step.isRetired }.map {
                ["name": $0.name, "is_set": $0.name == step] as JSON
            },
            "selections": JobSelection.allCases.map {
                ["value": $0.rawValue, "name": $0.meaning, "is_set": $0.rawValue == what] as JSON
            },
            "policies": BusyPolicy.allCases.map {
                ["value": $0.rawValue, "name": $0.meaning, "is_set": $0.rawValue == busy] as JSON
            },
            "is_forced": isForced, "at": at,
        ]
    }
}

/// A job that is about to be made.
struct JobWish: Sendable {
    let step: String
    let selection: JobSelection
    let force: Bool
    let busy: BusyPolicy
    /// Nil: now.
    let at: Timestamp?

    func perform(_ acts: Interventions, on campaign: String) async throws -> Acknowledgement {
        try await acts.startJob(campaign, step: step, selection, force: force, busy: busy, at: at)
    }
}
