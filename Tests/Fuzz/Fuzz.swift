import CLibFuzzer
import Glibc

/// `Fuzz TARGET --seconds N --seed S [--corpus DIR] [--seeds DIR]`, or `Fuzz TARGET FILE` to repeat one input.
///
/// Inputs grow from the seeds by what they newly reach; those go to the corpus folder. An input that crashes, breaks a
/// promise of the parser or takes two seconds is written into the present folder, and the process exits with 1.
@main
enum Fuzz {
    static func main() {
        guard let order = FuzzOrder(CommandLine.arguments.dropFirst()) else {
            print(FuzzOrder.usage)
            exit(64)
        }
        // Compiles rules and loads tables before the clock of the first input runs.
        order.target.prepare()
        Self.target = order.target
        var arguments = (["Fuzz"] + order.libFuzzerArguments).map { (argument: String) in strdup(argument) } + [nil]
        var count = CInt(arguments.count - 1)
        let status = arguments.withUnsafeMutableBufferPointer { arguments -> CInt in
            guard var start = arguments.baseAddress else { return 1 }
            return LLVMFuzzerRunDriver(&count, &start) { start, count in
                Fuzz.target.run(Array(UnsafeBufferPointer(start: start, count: count)))
                return 0
            }
        }
        exit(status)
    }

    /// Written once before the driver starts, whose callback takes no context; the driver runs on this thread alone.
    nonisolated(unsafe) private static var target = FuzzTarget.mime
}
