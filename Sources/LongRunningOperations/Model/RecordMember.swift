/// The members of a canonical record, in the order in which they are written.
enum RecordMember: UInt8, BitwiseCopyable, CaseIterable {
    case service
    case reply
    case id
    case name
    case type
    case state
    case stateDetail
    case sourceState
    case percentComplete
    case message
    case createdTime
    case startTime
    case lastUpdatedTime
    case endTime
    case resourceId
    case resourceLocation
    case link
    case result
    case error
    case httpStatus
    case retryAfterSeconds
    case retryAt
    case traceId
    case etag
    case request
    case children
    case list
    case extensions
    case diagnostics
    case provenance

    static let count = 30

    var wireName: StaticString {
        switch self {
        case .service: "service"
        case .reply: "reply"
        case .id: "id"
        case .name: "name"
        case .type: "type"
        case .state: "state"
        case .stateDetail: "stateDetail"
        case .sourceState: "sourceState"
        case .percentComplete: "percentComplete"
        case .message: "message"
        case .createdTime: "createdTime"
        case .startTime: "startTime"
        case .lastUpdatedTime: "lastUpdatedTime"
        case .endTime: "endTime"
        case .resourceId: "resourceId"
        case .resourceLocation: "resourceLocation"
        case .link: "link"
        case .result: "result"
        case .error: "error"
        case .httpStatus: "httpStatus"
        case .retryAfterSeconds: "retryAfterSeconds"
        case .retryAt: "retryAt"
        case .traceId: "traceId"
        case .etag: "etag"
        case .request: "request"
        case .children: "children"
        case .list: "list"
        case .extensions: "extensions"
        case .diagnostics: "diagnostics"
        case .provenance: "provenance"
        }
    }
}
