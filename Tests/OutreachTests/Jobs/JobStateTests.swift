import Outreach
import Testing

@Suite struct JobStateTests {
    @Test func aJobBeginsOnceAndItsEndIsFinal() {
        #expect(JobState.pending.after(.begun) == .running)
        #expect(JobState.running.after(.begun) == nil)
        #expect(JobState.pending.after(.ended) == nil)
        #expect(JobState.running.after(.ended) == .completed)
        for event in [JobEvent.failed, .cancelled] {
            #expect(JobState.pending.after(event)?.isEnd == true)
            #expect(JobState.running.after(event)?.isEnd == true)
        }
        for state in JobState.allCases where state.isEnd {
            #expect(JobEvent.allCases.allSatisfy { state.after($0) == nil })
        }
    }

    @Test func aLeadOfAJobIsServedOrNotForGood() {
        for state in [JobLeadState.waiting, .underWay] {
            #expect(
                JobLeadEvent.allCases.map { state.after($0) } == [.underWay, .waiting, .done, .skipped, .error])
        }
        for state in [JobLeadState.done, .skipped, .error] {
            #expect(JobLeadEvent.allCases.allSatisfy { state.after($0) == nil })
        }
    }

    @Test func onlyWhatLeavesPeopleOutHasNoDeliveryForThem() {
        for selection in JobSelection.allCases {
            #expect(selection.delivery(isSelected: true) != nil)
            let leavesOut = selection == .sendSelected || selection == .draftSelected
            #expect((selection.delivery(isSelected: false) == nil) == leavesOut)
        }
    }
}
