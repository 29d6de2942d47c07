import CHiredis

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Owns one `redisContext` and speaks hiredis's own words. Its calls block: it lives on the client's queue.
///
/// After any error the context is dead (hiredis README, "Errors"): the owner drops it.
struct HiredisContext: ~Copyable {
    private let pointer: UnsafeMutablePointer<redisContext>
    private let place: String

    private init(_ pointer: UnsafeMutablePointer<redisContext>, _ place: String) {
        self.pointer = pointer
        self.place = place
    }

    /// Connects, waiting at most `connectTimeout` for each address of the host.
    static func connect(
        to url: RedisURL, connectTimeout: Duration, commandTimeout: Duration
    ) throws(RedisError) -> HiredisContext {
        _ = ignoringSIGPIPE
        guard let pointer = redisConnectWithTimeout(url.host, CInt(url.port), connectTimeout.timeval) else {
            throw RedisError(.unreachable, "hiredis has no memory for a connection")
        }
        let context = HiredisContext(pointer, url.place)
        guard pointer.pointee.err == 0 else {
            throw RedisError(
                .unreachable,
                "no Redis answers at \(url.place): is it running, and is the URL right? (\(context.message))")
        }
        pointer.pointee.reader.pointee.fn = boundedReplyFunctions
        guard redisSetTimeout(pointer, commandTimeout.timeval) == REDIS_OK, redisEnableKeepAlive(pointer) == REDIS_OK
        else { throw RedisError(.unreachable, "the connection to Redis at \(url.place) broke at once") }
        return context
    }

    deinit { redisFree(pointer) }

    /// Puts a command into the write buffer; argv form, so that nothing in an argument is a format.
    borrowing func append(_ arguments: [String]) throws(RedisError) {
        var bytes: [UInt8] = []
        var lengths: [Int] = []
        for argument in arguments {
            bytes += argument.utf8
            lengths.append(argument.utf8.count)
        }
        let status = bytes.withUnsafeBytes { buffer in
            var offset = 0
            var pointers: [UnsafePointer<CChar>?] = lengths.map { length in
                defer { offset += length }
                return buffer.baseAddress.map { $0.assumingMemoryBound(to: CChar.self) + offset }
            }
            return redisAppendCommandArgv(pointer, CInt(pointers.count), &pointers, lengths)
        }
        guard status == REDIS_OK else { throw lost }
    }

    /// Writes what was appended.
    borrowing func flush(until deadline: ContinuousClock.Instant) throws(RedisError) {
        var isDone: CInt = 0
        while isDone == 0 {
            guard redisBufferWrite(pointer, &isDone) == REDIS_OK else { throw lost }
            guard .now < deadline || isDone != 0 else { throw timeout }
        }
    }

    /// The next reply, read at most until the deadline and one socket timeout.
    borrowing func reply(_ limits: RedisLimits, until deadline: ContinuousClock.Instant) throws(RedisError)
        -> RedisValue
    {
        var received = 0
        while true {
            var raw: UnsafeMutableRawPointer?
            guard redisGetReplyFromReader(pointer, &raw) == REDIS_OK else { throw lost }
            if let raw {
                defer { freeReplyObject(raw) }
                return RedisValue(raw.assumingMemoryBound(to: redisReply.self).pointee)
            }
            guard .now < deadline else { throw timeout }
            let before = pointer.pointee.reader.pointee.len
            guard redisBufferRead(pointer) == REDIS_OK else { throw lost }
            received += pointer.pointee.reader.pointee.len - before
            guard received <= limits.replyBytes else {
                throw RedisError(
                    .unexpectedReply, "Redis at \(place) sent a reply larger than \(limits.replyBytes) bytes")
            }
        }
    }

    private var message: String {
        withUnsafeBytes(of: pointer.pointee.errstr) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private var timeout: RedisError {
        RedisError(.lost, "Redis at \(place) did not answer in time: is it overloaded or frozen?")
    }

    private var lost: RedisError {
        switch pointer.pointee.err {
        case REDIS_ERR_IO where errno == EAGAIN: timeout
        case REDIS_ERR_PROTOCOL, REDIS_ERR_OOM:
            RedisError(.unexpectedReply, "what answers at \(place) does not speak as Redis does (\(message))")
        default: RedisError(.lost, "the connection to Redis at \(place) broke: did it restart? (\(message))")
        }
    }
}

extension RedisValue {
    /// Copies a reply. Its depth is bounded by hiredis, which gives up after nine nested arrays.
    fileprivate init(_ reply: redisReply) {
        switch reply.type {
        case REDIS_REPLY_INTEGER: self = .integer(reply.integer)
        case REDIS_REPLY_STATUS: self = .status(String(decoding: reply.text, as: UTF8.self))
        case REDIS_REPLY_ERROR: self = .error(String(decoding: reply.text, as: UTF8.self))
        case REDIS_REPLY_STRING: self = .bytes([UInt8](reply.text))
        case REDIS_REPLY_ARRAY:
            let elements = UnsafeBufferPointer(start: reply.element, count: reply.elements)
            self = .array(elements.map { $0.map { RedisValue($0.pointee) } ?? .null })
        default: self = .null
        }
    }
}

extension redisReply {
    fileprivate var text: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: str, count: str == nil ? 0 : len) }
}

extension Duration {
    fileprivate var timeval: timeval {
        let (seconds, attoseconds) = components
        return Glibc.timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}

/// hiredis writes with `write(2)`, which would end the process when the server has closed the connection.
private let ignoringSIGPIPE: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

/// hiredis's own way of building replies.
private let standardReplyFunctions: redisReplyObjectFunctions = {
    let reader = redisReaderCreate()!
    defer { redisReaderFree(reader) }
    return reader.pointee.fn.pointee
}()

/// The same, but an array is refused before memory is allocated for a count that the other side claims.
///
/// Unsafe only by type: a table of function pointers that nothing changes after its making.
private nonisolated(unsafe) let boundedReplyFunctions: UnsafeMutablePointer<redisReplyObjectFunctions> = {
    let functions = UnsafeMutablePointer<redisReplyObjectFunctions>.allocate(capacity: 1)
    functions.initialize(to: standardReplyFunctions)
    functions.pointee.createArray = { task, count in
        count <= RedisLimits.elements ? standardReplyFunctions.createArray(task, count) : nil
    }
    return functions
}()
