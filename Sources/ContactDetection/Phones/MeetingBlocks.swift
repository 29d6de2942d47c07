/// The dial-in numbers of pasted meeting invitations, which belong to nobody.
struct MeetingBlocks {
    private var blocks: [Range<Int>] = []
    /// The greatest extent of an invitation's list of numbers.
    private static let reach = 1_200

    init(in text: [UInt8], words: PhoneWords) {
        var position = 0
        while position < text.count,
            let mark = words.meeting.first(in: text, position..<text.count)
        {
            blocks.append(mark.lowerBound..<min(text.count, mark.upperBound + Self.reach))
            position = mark.upperBound + Self.reach
        }
    }

    func contain(_ number: Range<Int>) -> Bool { blocks.contains { $0.contains(number.lowerBound) } }
}
