import CLibCurl

extension EasyHandle {
    /// Sets exactly these fields, and keeps libcurl from adding `Expect: 100-continue`, which costs a second of waiting.
    func setHeaders(_ headers: HTTPHeaders) throws(CurlError) {
        if headers["Expect"] == nil { lists.append("Expect:") }
        for field in headers.fields {
            // "Name;" is libcurl's way to send an empty field (CURLOPT_HTTPHEADER(3)).
            lists.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        try check(curl_shim_set_list(pointer, CURLOPT_HTTPHEADER, lists.head))
    }
}
