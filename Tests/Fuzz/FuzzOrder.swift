/// What the command line asks for.
struct FuzzOrder {
    let target: FuzzTarget
    private var seconds = 60
    private var seed = 1
    /// Folders of inputs; what is found goes into the first.
    private var folders: [String] = []
    private var inputs: [String] = []

    static var usage: String {
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: " | ")
        return "Fuzz TARGET [--seconds N] [--seed S] [--corpus DIR] [--seeds DIR] [FILE…]\nTARGET: \(names)"
    }

    init?(_ arguments: some Sequence<String>) {
        var rest = Array(arguments)[...]
        guard let target = rest.popFirst().flatMap(FuzzTarget.init) else { return nil }
        self.target = target
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                inputs.append(word)
                continue
            }
            guard let value = rest.popFirst() else { return nil }
            switch (word, Int(value)) {
            case ("--seconds", let number?) where number > 0: seconds = number
            case ("--seed", let number?) where number > 0: seed = number
            case ("--corpus", _): folders.insert(value, at: 0)
            case ("--seeds", _): folders.append(value)
            default: return nil
            }
        }
    }

    /// The options of https://llvm.org/docs/LibFuzzer.html#options.
    var libFuzzerArguments: [String] {
        let judging = [
            "-timeout=2", "-timeout_exitcode=1", "-error_exitcode=1", "-rss_limit_mb=2048",
            "-artifact_prefix=\(target.rawValue)-",
            // Swift's runtime keeps pointers in forms the leak sanitizer cannot see.
            "-detect_leaks=0",
        ]
        guard inputs.isEmpty else { return judging + inputs }
        return judging + [
            "-max_total_time=\(seconds)", "-seed=\(seed)", "-max_len=\(target.longestInput)", "-print_final_stats=1",
            "-verbosity=1",
        ] + folders
    }
}
