import CLibCurl

/// One libcurl easy handle with everything that must live as long as it: the error buffer and the header list.
///
/// Owned by one transfer, used on the curl thread only, freed with its owner. libcurl copies every string set here.
struct EasyHandle: ~Copyable {
    typealias Pointer = UnsafeMutableRawPointer

    let pointer: Pointer
    private let errorBuffer: UnsafeMutablePointer<CChar>
    let lists = StringLists()

    /// Nil when memory is out.
    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        curl_shim_set_error_buffer(pointer, errorBuffer)
    }

    deinit {
        curl_easy_cleanup(pointer)
        errorBuffer.deallocate()
    }

    /// Options of every transfer of ours: no signals, TLS 1.2 at least, verified peers, only these protocols.
    func setCommon(
        url: String, protocols: String, caFile: String?, connectTimeout: Duration
    ) throws(CurlError) {
        try set(CURLOPT_URL, url)
        try set(CURLOPT_PROTOCOLS_STR, protocols)
        try set(CURLOPT_NOSIGNAL, 1)
        // A cancelled look-up must not hold up the thread until the resolver answers.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_CONNECTTIMEOUT_MS, connectTimeout.curlMilliseconds)
        // The system's folder of issuers (CURLOPT_CAPATH) stays trusted beside the file.
        if let caFile { try set(CURLOPT_CAINFO, caFile) }
    }

    func set(_ option: CURLoption, _ value: Int) throws(CurlError) {
        try check(curl_shim_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: String) throws(CurlError) {
        try check(curl_shim_set_string(pointer, option, value))
    }

    func setBody(_ bytes: [UInt8]) throws(CurlError) {
        let code = bytes.withUnsafeBytes {
            curl_shim_set_body(pointer, $0.baseAddress ?? UnsafeRawPointer(errorBuffer), $0.count)
        }
        try check(code)
    }

    func setBodyCallback(_ context: Pointer, _ callback: curl_shim_data_callback) throws(CurlError) {
        try check(curl_shim_set_body_callback(pointer, callback, context))
    }

    func setHeaderCallback(_ context: Pointer, _ callback: curl_shim_data_callback) throws(CurlError) {
        try check(curl_shim_set_header_callback(pointer, callback, context))
    }

    func setPrerequisite(_ context: Pointer, _ callback: curl_prereq_callback) throws(CurlError) {
        try check(curl_shim_set_prerequisite(pointer, callback, context))
    }

    func setDebugCallback(_ context: Pointer, _ callback: curl_shim_debug_callback) throws(CurlError) {
        try check(curl_shim_set_debug_callback(pointer, callback, context))
    }

    func check(_ code: CURLcode) throws(CurlError) {
        guard code == CURLE_OK else {
            throw CurlError(curlCode: Int(code.rawValue), detail: errorText(code), host: "the server")
        }
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        curl_shim_get_long(pointer, info, &value)
        return value
    }

    /// A time of the transfer in microseconds, 0 when that point was not reached.
    func microseconds(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        curl_shim_get_size(pointer, info, &value)
        return Int(value)
    }

    /// The open socket of a CURLOPT_CONNECT_ONLY connection; nil when it is gone.
    var socket: curl_socket_t? {
        var value: curl_socket_t = -1
        guard curl_shim_get_socket(pointer, &value) == CURLE_OK, value >= 0 else { return nil }
        return value
    }

    /// libcurl's words about the failure: its error buffer, or the text of the code.
    func errorText(_ code: CURLcode) -> String {
        errorBuffer.pointee != 0 ? String(cString: errorBuffer) : String(cString: curl_easy_strerror(code))
    }
}

/// A `curl_slist` that lives as long as its owner.
final class StringLists {
    private(set) var head: UnsafeMutablePointer<curl_slist>?

    func append(_ line: String) {
        head = curl_slist_append(head, line) ?? head
    }

    deinit { curl_slist_free_all(head) }
}

extension Duration {
    /// Whole milliseconds for libcurl, at least 1: 0 would mean "no limit" or "the default" there.
    var curlMilliseconds: Int {
        let (seconds, attoseconds) = components
        let bounded = min(max(seconds, 0), 1_000_000)
        return max(1, Int(bounded * 1000 + attoseconds / 1_000_000_000_000_000))
    }
}
