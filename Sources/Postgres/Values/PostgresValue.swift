public import Timing

/// A value of a column. Values of other types arrive as text.
public enum PostgresValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case text(String)
    case bytes([UInt8])
    case timestamp(Timestamp)
    /// Only as a parameter: values of one type, and NULL.
    case array([PostgresValue])
}

/// The type a parameter is declared with, by its OID in `pg_type.dat`.
public enum PostgresType: UInt32, Sendable, Hashable {
    /// Left to the server, which finds text, jsonb or an enumeration from the place the parameter stands in.
    case inferred = 0
    case bool = 16
    case bytea = 17
    case int8 = 20
    case text = 25
    case float8 = 701
    case timestamptz = 1184
    case boolArray = 1000
    case byteaArray = 1001
    case textArray = 1009
    case int8Array = 1016
    case float8Array = 1022
    case timestamptzArray = 1185

    /// The type of an array's elements.
    var element: PostgresType {
        switch self {
        case .boolArray: .bool
        case .byteaArray: .bytea
        case .textArray: .text
        case .int8Array: .int8
        case .float8Array: .float8
        case .timestamptzArray: .timestamptz
        default: self
        }
    }
}

/// A value bound to a placeholder.
public struct PostgresParameter: Sendable, Hashable {
    public let value: PostgresValue
    public let type: PostgresType

    public init(_ value: PostgresValue, _ type: PostgresType) {
        self.value = value
        self.type = type
    }
}

/// A statement with `$1` … and their values.
public struct PostgresStatement: Sendable, Hashable {
    public let text: String
    public let parameters: [PostgresParameter]

    public init(_ text: String, _ parameters: [PostgresParameter] = []) {
        self.text = text
        self.parameters = parameters
    }
}

/// The result of one statement, copied out of libpq.
public struct PostgresResult: Sendable, Hashable {
    public var columns: [String] = []
    public var rows: [[PostgresValue]] = []
    /// Rows inserted, updated, deleted or selected.
    public var affectedRows = 0
    /// The command tag: `INSERT 0 1`, `COMMIT`.
    public var tag = ""
}
