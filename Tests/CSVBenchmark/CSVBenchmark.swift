import CSV
import Glibc

/// `CSVBenchmark ROWS FILE`: writes ROWS rows of eight cells to FILE and reads them back in chunks of 64 KiB, then
/// reads as many bytes of one endless quoted cell. Prints rows, megabytes and seconds, and the most memory the process
/// ever held.
@main
enum CSVBenchmark {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let rows = Int(arguments[1]), rows > 0 else {
            print("usage: CSVBenchmark ROWS FILE")
            exit(64)
        }
        report("writing", rows: rows) { write(rows, to: arguments[2]) }
        report("reading", rows: rows) { read(arguments[2]) }
        report("one endless cell", rows: 1) { readEndlessCell(chunks: rows / 500) }
    }

    /// Times `work`, which gives the bytes it went through.
    private static func report(_ name: String, rows: Int, _ work: () -> Int) {
        let start = ContinuousClock.now
        let bytes = work()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let rate = Int(Double(rows) / seconds)
        let megabytes = Double(bytes) / 1_000_000
        print(
            "\(name): \(rows) rows, \(Int(megabytes)) MB in \(seconds) s; "
                + "\(rate) rows/s, \(Int(megabytes / seconds)) MB/s, peak \(usage.ru_maxrss / 1_024) MiB")
    }

    private static func write(_ rows: Int, to path: String) -> Int {
        let file = open(path, "w")
        defer { fclose(file) }
        var writer = CSVWriter(.spreadsheet)
        var bytes = writer.row(["email", "First Name", "last", "company", "city", "phone", "note", "row"])
        var total = 0
        for row in 0..<rows {
            writer.append(
                [
                    "lead\(row)@company\(row % 5_000).example", "Zoë", "Müller \(row % 977)",
                    "Engine, Sons & \(row % 91)",
                    "Zürich", "+41 79 555 01 \(row % 90 + 10)", row % 10 == 0 ? "two\r\n\"lines\"" : "", "\(row)",
                ], to: &bytes)
            guard bytes.count > 65_536 || row == rows - 1 else { continue }
            total += fwrite(bytes, 1, bytes.count, file)
            bytes.removeAll(keepingCapacity: true)
        }
        return total
    }

    /// Makes a string of every value, as an import does.
    private static func read(_ path: String) -> Int {
        let file = open(path, "r")
        defer { fclose(file) }
        var reader = CSVReader()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var headings: CSVHeadings?
        var (values, faults) = (0, 0)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
            reader.append(chunk[..<count])
            while let record = reader.next() {
                guard case .row(let row) = record else {
                    faults += 1
                    continue
                }
                if let headings {
                    values += headings.values(in: row).count
                } else {
                    headings = try? CSVHeadings(row.cells)
                }
            }
        }
        reader.finish()
        while reader.next() != nil {}
        print("\(values) values, \(faults) faults, \(reader.position.row) rows")
        return reader.position.byteOffset
    }

    private static func readEndlessCell(chunks: Int) -> Int {
        var reader = CSVReader(delimiter: .comma)
        reader.append("a,b\nc,\"".utf8)
        let chunk = Array(String(repeating: "line of text\n", count: 5_000).utf8)
        for _ in 0..<chunks {
            reader.append(chunk)
            while reader.next() != nil {}
        }
        reader.finish()
        while let record = reader.next() { if case .fault(let fault) = record { print(fault) } }
        return reader.position.byteOffset
    }

    private static func open(_ path: String, _ mode: String) -> UnsafeMutablePointer<FILE> {
        guard let file = fopen(path, mode) else {
            print("cannot open \(path)")
            exit(1)
        }
        return file
    }
}
