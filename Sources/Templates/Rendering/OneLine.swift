/// Text prepared for a header.
enum OneLine {
    /// Each run of white space with a line break, and each control, becomes one space; none remains at the ends.
    static func text(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        var breaksLine = false
        for scalar in text.unicodeScalars {
            if scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}" {
                breaksLine = true
                continue
            }
            if breaksLine {
                if scalar == " " { continue }
                while line.last == " " { line.removeLast() }
                line.append(" ")
                breaksLine = false
            }
            line.append(scalar)
        }
        return PythonText.stripped(String(line))
    }
}
