import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Synchronization
import Text

/// Receives files: streamed to disk, one piece in memory, a few at a time.
final class UploadReceiver: Sendable {
    private static let most = 4
    /// The lowest rate, in octets a second, after the first minute.
    private static let slowest = 1_024

    private let folder: UploadFolder
    private let running = Mutex(0)

    init(_ folder: UploadFolder) { self.folder = folder }

    /// Reads a form with the fields `token`, first, and `file`. An incomplete file leaves nothing behind.
    ///
    /// - Parameter campaign: the campaign whose leads the rows are to become; nil: a new one.
    func receive(_ request: Request, from visitor: Visitor, for campaign: String?) async throws -> Upload {
        guard let reader = MultipartReader(contentType: request.headers[.contentType] ?? "") else {
            throw OperationFailure(.unusable, "Choose a file.")
        }
        let isFree = running.withLock { count -> Bool in
            if count < Self.most { count += 1 } else { return false }
            return true
        }
        guard isFree else { throw OperationFailure(.refused, "Others are sending files up: try again in a minute.") }
        defer { running.withLock { $0 -= 1 } }
        do {
            return try await read(request, reader, from: visitor, for: campaign)
        } catch is MultipartReader.Failure {
            throw OperationFailure(.unusable, "The file did not come whole: send it up again.")
        }
    }

    private func read(
        _ request: Request, _ first: MultipartReader, from visitor: Visitor, for campaign: String?
    ) async throws -> Upload {
        var reader = first
        var incoming = IncomingUpload(visitor: visitor, campaign: campaign, token: request.headers[.formToken])
        let begin = ContinuousClock.now
        for try await buffer in request.body {
            for piece in try reader.read(buffer.readableBytesView) { try incoming.take(piece, into: folder) }
            let seconds = (ContinuousClock.now - begin).components.seconds
            guard seconds < 60 || incoming.size > Int(seconds) * Self.slowest else {
                throw HTTPError(.requestTimeout, message: "The file came too slowly.")
            }
        }
        try reader.finish()
        return try incoming.upload()
    }
}

/// A form with a file while it is received.
private struct IncomingUpload {
    let visitor: Visitor
    let campaign: String?
    var token: String?
    private var writer: UploadWriter?
    private var isInFile = false

    init(visitor: Visitor, campaign: String?, token: String?) {
        self.visitor = visitor
        self.campaign = campaign
        self.token = token
    }

    var size: Int { writer?.size ?? 0 }

    mutating func take(_ piece: MultipartReader.Piece, into folder: UploadFolder) throws {
        switch piece {
        case .field(let name, let value): if name == "token" { token = value }
        case .file(_, let fileName):
            // Nothing is stored for a foreign page: the token comes before the file.
            try Form.check(token, of: visitor)
            guard writer == nil else { throw OperationFailure(.unusable, "Send one file up at a time.") }
            guard !fileName.isEmpty else { throw OperationFailure(.unusable, "Choose a file.") }
            writer = try folder.begin(fileName, for: campaign)
            isInFile = true
        case .bytes(let bytes): if isInFile { try writer?.write(bytes) }
        case .end: isInFile = false
        }
    }

    mutating func upload() throws -> Upload {
        try Form.check(token, of: visitor)
        guard let upload = try writer?.finish() else { throw OperationFailure(.unusable, "Choose a file.") }
        return upload
    }
}
