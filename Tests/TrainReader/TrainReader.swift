import Classification
import Foundation
import ReaderTraining

/// `TrainReader FILE` writes the weights; `TrainReader judge` tells how readers do that did not learn from what they judge, and
/// `TrainReader figures` what they make of each reply.
@main struct TrainReader {
    static func main() throws {
        let rows = try LabelledRows.all()
        switch CommandLine.arguments.dropFirst().first {
        case "judge": try judge(rows)
        case "figures":
            let examination = try CrossExamination(rows)
            let judged = try (examination.judge(.writer) + examination.judge(kept: LabelledRows.kept()))
                .map(ReplyFigures.init)
            for line in [judged.first?.head].compactMap(\.self) + judged.map(\.line) { print(line) }
        case let file?:
            let bytes = ReaderTrainer().weights(
                from: rows.map(ReaderTrainer.Example.init), rows: LabelledRows.hash(of: rows))
            try Data(bytes).write(to: URL(filePath: file))
            print("\(file): \(rows.count) rows")
        case nil:
            print("usage: TrainReader FILE | judge | figures")
            exit(64)
        }
    }

    /// For each way to keep rows apart: what becomes of them without and with the reader, and how sure it is against how right.
    private static func judge(_ rows: [LabelledRow]) throws {
        let time = ContinuousClock().measure {
            for row in rows { _ = StatisticalReader.shipped.opinion(of: row.body) }
        }
        print("an opinion takes \(time / rows.count)")
        let examination = try CrossExamination(rows)
        for parting in CrossExamination.Parting.allCases {
            let judged = try examination.judge(parting)
            print("\nkept apart by \(parting)\n\n\(SetFigures.head)")
            let collections = Dictionary(grouping: judged, by: \.row.collection)
            for (collection, replies) in collections.sorted(by: { $0.key < $1.key }) {
                print(SetFigures(replies, nil).line(collection, SetFigures(replies, .shipped)))
            }
            if parting == .rows { continue }
            for (set, replies) in Dictionary(grouping: judged, by: \.row.origin).sorted(by: { $0.key < $1.key }) {
                print(SetFigures(replies, nil).line(set, SetFigures(replies, .shipped)))
            }
            print("\n\(Calibration.head)")
            for line in Calibration(judged).lines { print(line) }
        }
    }
}
