import CLibPQ

/// Owns one `PGconn` and speaks libpq's own words. Nothing here waits: the connection is non-blocking.
struct PQHandle: ~Copyable {
    let pointer: OpaquePointer

    /// Takes over a connection made by `PQconnectStart…`.
    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
        // libpq prints notices on stderr unless told otherwise.
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
    }

    deinit { PQfinish(pointer) }

    var socket: CInt { PQsocket(pointer) }
    var errorMessage: String { PQHandle.oneLine(PQerrorMessage(pointer)) }

    /// `host:port`, or the socket's folder.
    var place: String {
        let host = PQhost(pointer).map { String(cString: $0) } ?? ""
        let port = PQport(pointer).map { String(cString: $0) } ?? ""
        return host.isEmpty ? "the local socket" : port.isEmpty ? host : "\(host):\(port)"
    }

    var user: String { PQuser(pointer).map { String(cString: $0) } ?? "" }
    var database: String { PQdb(pointer).map { String(cString: $0) } ?? "" }

    func sendPrepare(_ name: String, _ text: String, _ types: [UInt32]) -> Bool {
        PQsendPrepare(pointer, name, text, CInt(types.count), types) == 1
    }

    func sendExecute(_ name: String, _ parameters: ParameterBlock) -> Bool {
        parameters.withPointers { values in
            PQsendQueryPrepared(
                pointer, name, CInt(values.count), values, parameters.lengths, parameters.formats, 0) == 1
        }
    }

    /// Sends a statement that is not worth preparing.
    func sendOnce(_ text: String) -> Bool {
        PQsendQueryParams(pointer, text, 0, nil, nil, nil, nil, 0) == 1
    }

    static func isBad(_ pointer: OpaquePointer) -> Bool { PQstatus(pointer) == CONNECTION_BAD }

    static func isIdleOutsideTransaction(_ pointer: OpaquePointer) -> Bool {
        PQtransactionStatus(pointer) == PQTRANS_IDLE
    }

    /// A libpq message as one line: its lines are repeated attempts and hints.
    static func oneLine(_ message: UnsafePointer<CChar>?) -> String {
        guard let message else { return "" }
        return String(cString: message)
            .split(whereSeparator: \.isNewline)
            .map { $0.drop { $0 == " " || $0 == "\t" } }
            .joined(separator: "; ")
    }
}

/// Owns one `PGresult`.
struct PQResult: ~Copyable {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    var status: ExecStatusType { PQresultStatus(pointer) }

    /// Copies names, values and the tag out.
    func copy() -> PostgresResult {
        var result = PostgresResult()
        result.tag = PQcmdStatus(pointer).map { String(cString: $0) } ?? ""
        result.affectedRows = PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0
        let width = PQnfields(pointer)
        result.columns = (0..<width).map { PQfname(pointer, $0).map { String(cString: $0) } ?? "" }
        let types = (0..<width).map { PQftype(pointer, $0) }
        result.rows = (0..<PQntuples(pointer)).map { row in
            (0..<width).map { value(row, $0, types[Int($0)]) }
        }
        return result
    }

    private func value(_ row: CInt, _ column: CInt, _ type: UInt32) -> PostgresValue {
        guard PQgetisnull(pointer, row, column) == 0 else { return .null }
        let length = Int(PQgetlength(pointer, row, column))
        return PostgresValue(
            text: UnsafeRawBufferPointer(start: PQgetvalue(pointer, row, column), count: length), type: type)
    }

    /// The server's error. The detail is left out: it quotes rows, which contain people's words.
    func error() -> PostgresError {
        let state = field("C")
        let message = field("M") ?? PQHandle.oneLine(PQresultErrorMessage(pointer))
        return PostgresError(.statement, sqlState: state, constraint: field("n") ?? field("c"), message)
    }

    /// FATAL or PANIC: the server ends the session. The non-localised severity, PG_DIAG_SEVERITY_NONLOCALIZED.
    var endsSession: Bool {
        let severity = field("V")
        return severity == "FATAL" || severity == "PANIC"
    }

    /// A field of the error by its code in the protocol (manual 55.8).
    private func field(_ code: Unicode.Scalar) -> String? {
        PQresultErrorField(pointer, CInt(code.value)).map { String(cString: $0) }
    }
}
