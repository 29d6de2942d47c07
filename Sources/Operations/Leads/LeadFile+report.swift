import CSV
import Correspondence
import Outreach
import Storage
import Text

extension LeadFile {
    /// The job whose report the file is; nil where it is not a report.
    var reportedJob: String? {
        guard let column = headings.columns.first(where: { $0.key == JobReport.mark }) else { return nil }
        return sample.lazy.compactMap { $0.indices.contains(column.index) ? $0[column.index] : nil }.first ?? ""
    }

    /// Why a report is not a list of people, and which list is meant.
    static func refusal(of path: String, _ job: String, in store: Store) async throws -> OperationFailure {
        guard let number = Int64(job), let record = try await store.jobs.record(JobID(rawValue: number)) else {
            return OperationFailure(
                .unusable, "\(path) is the report of a job, and no list of people: the campaign knows them.")
        }
        let files = try await store.imports.files(of: record.campaign).map { $0.shownOnOneLine(limit: 80) }
        let master = files.isEmpty ? "" : " (its master: \(files.joined(separator: ", ")))"
        return OperationFailure(
            .unusable,
            """
            \(path) is the report of job \(number) of campaign \(record.campaignName), and no list of people: the campaign \
            knows them\(master). For another round: mosaic jobs start \(record.campaignName) --step STEP
            """)
    }
}
