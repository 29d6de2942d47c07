/// One command line: the verb and what follows it.
struct SMTPCommand: Hashable, Sendable {
    /// Upper-case.
    let verb: String
    let argument: String

    init(_ line: ArraySlice<UInt8>) {
        let end = line.firstIndex(of: Ascii.space) ?? line.endIndex
        verb = String(decoding: line[..<end], as: UTF8.self).uppercased()
        argument = String(decoding: Ascii.trimmed(line[end...]), as: UTF8.self)
    }
}
