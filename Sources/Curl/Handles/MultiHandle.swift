import CLibCurl

/// The one libcurl multi handle. Lives on the curl thread; only `curl_multi_wakeup` may be called from elsewhere.
struct MultiHandle: ~Copyable {
    let pointer: UnsafeMutableRawPointer

    /// Connections kept in libcurl's cache. Far above what runs at once, so that it never has to drop one.
    private static let maxConnections = 4096

    /// Nil when memory or file descriptors are out.
    init?() {
        guard let pointer = curl_multi_init() else { return nil }
        self.pointer = pointer
        curl_shim_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, Self.maxConnections)
    }

    deinit { curl_multi_cleanup(pointer) }

    func add(_ handle: EasyHandle.Pointer) -> CURLMcode { curl_multi_add_handle(pointer, handle) }

    func remove(_ handle: EasyHandle.Pointer) { curl_multi_remove_handle(pointer, handle) }

    /// Moves every transfer on as far as it goes without waiting.
    func perform() {
        var running: CInt = 0
        curl_multi_perform(pointer, &running)
    }

    /// The next transfer libcurl is done with.
    func nextFinished() -> (handle: EasyHandle.Pointer, code: CURLcode)? {
        var left: CInt = 0
        while let message = curl_multi_info_read(pointer, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            return (handle, curl_shim_message_result(message))
        }
        return nil
    }

    /// Waits until a transfer, one of `sockets` or a wake-up has something, at most `timeout`.
    /// `revents` of the sockets is filled in.
    func poll(_ sockets: inout [curl_waitfd], timeout: Duration) {
        let milliseconds = CInt(clamping: timeout.curlMilliseconds)
        sockets.withUnsafeMutableBufferPointer {
            _ = curl_multi_poll(pointer, $0.baseAddress, UInt32($0.count), milliseconds, nil)
        }
    }
}
