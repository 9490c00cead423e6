/// One HTTP response as it was captured: its status, headers, body and URL, each if known.
public struct CapturedResponse: Sendable {
    /// A header: its name in any case, and its value.
    public struct Header: Sendable {
        /// The name, in any case.
        public var name: String
        /// The value.
        public var value: String

        /// Creates a header.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The HTTP status.
    public var status: Int?
    /// The headers, in the order received.
    public var headers: [Header]
    /// The body; nil or empty where there was none.
    public var body: [UInt8]?
    /// The URL of the request.
    public var url: String?

    /// Creates a response.
    ///
    /// - Parameters:
    ///   - status: The HTTP status.
    ///   - headers: The headers, in the order received.
    ///   - body: The body.
    ///   - url: The URL of the request.
    public init(status: Int? = nil, headers: [Header] = [], body: [UInt8]? = nil, url: String? = nil) {
        self.status = status
        self.headers = headers
        self.body = body
        self.url = url
    }

    // An empty list may be of either kind.
    /// Creates a response whose headers are pairs of names and values.
    ///
    /// - Parameters:
    ///   - status: The HTTP status.
    ///   - headers: Names and values, in the order received.
    ///   - body: The body.
    ///   - url: The URL of the request.
    @_disfavoredOverload
    public init(status: Int?, headers: [(String, String)], body: [UInt8]?, url: String? = nil) {
        self.init(
            status: status,
            headers: headers.map { Header(name: $0.0, value: $0.1) },
            body: body,
            url: url
        )
    }
}

// What a service sent is compared byte by byte: `String` takes texts for equal that are not the same bytes, and its comparison
// and hashing take quadratic time for hostile ones.

extension CapturedResponse.Header: Hashable {
    /// Compares the bytes of names and values; names that differ in case differ.
    public static func == (one: Self, other: Self) -> Bool {
        one.name.hasSameBytes(as: other.name) && one.value.hasSameBytes(as: other.value)
    }

    /// Hashes the bytes of name and value.
    public func hash(into hasher: inout Hasher) {
        name.hashBytes(into: &hasher)
        value.hashBytes(into: &hasher)
    }
}

extension CapturedResponse: Hashable {
    /// Compares what is known of both, byte by byte.
    public static func == (one: Self, other: Self) -> Bool {
        guard one.status == other.status, one.headers == other.headers, one.body == other.body else { return false }
        guard let url = one.url, let otherURL = other.url else { return one.url == nil && other.url == nil }
        return url.hasSameBytes(as: otherURL)
    }

    /// Hashes what is known, byte by byte.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(status)
        hasher.combine(headers)
        hasher.combine(body)
        hasher.combine(url == nil)
        url?.hashBytes(into: &hasher)
    }
}
