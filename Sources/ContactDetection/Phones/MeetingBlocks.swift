/// The dial-in numbers of pasted meeting invitations: nobody's own.
struct MeetingBlocks {
    private var blocks: [Range<Int>] = []
    /// So far an invitation's list of numbers reaches.
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
