/// The documents of the seed services as a Swift programmer would declare them.
///
/// Times stay strings, which is in Foundation's favour.
enum ServiceDocument: Decodable {
    case deviceUpdate(DeviceUpdateStatus)
    case devCenter(DevCenterStatus)
    case cdn(CDNStatus)
    case cdnFailure(CDNFailure)

    private enum Keys: String, CodingKey {
        case operationId
        case id
        case failure = "ErrorInfo"
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Keys.self)
        if members.contains(.operationId) {
            self = .deviceUpdate(try DeviceUpdateStatus(from: decoder))
        } else if members.contains(.id) {
            self = .devCenter(try DevCenterStatus(from: decoder))
        } else if members.contains(.failure) {
            self = .cdnFailure(try CDNFailure(from: decoder))
        } else {
            self = .cdn(try CDNStatus(from: decoder))
        }
    }

    var isOperation: Bool {
        if case .cdnFailure = self { return false }
        return true
    }
}

struct DeviceUpdateStatus: Decodable {
    struct UpdateIdentifier: Codable {
        var provider: String
        var name: String
        var version: String
    }

    var operationId: String
    var status: String
    var updateId: UpdateIdentifier?
    var resourceLocation: String?
    var error: ServiceError?
    var traceId: String?
    var lastActionDateTime: String?
    var createdDateTime: String?
    var etag: String?
}

struct DevCenterStatus: Decodable {
    struct Properties: Codable {
        var delayed: Bool?
        var hibernate: Bool?
        var attempts: Int?
    }

    var id: String
    var name: String
    var status: String
    var startTime: String?
    var endTime: String?
    var percentComplete: Double?
    var resourceId: String?
    var properties: Properties?
    var error: ServiceError?
}

struct CDNStatus: Decodable {
    var identifier: String
    var type: String?
    var status: String
    var message: String?
    var start: String?
    var end: String?
    var endpointId: String?
    var subscriptionId: String?

    private enum CodingKeys: String, CodingKey {
        case identifier = "Id"
        case type = "Type"
        case status = "Status"
        case message = "Message"
        case start = "Start"
        case end = "End"
        case endpointId = "EndpointId"
        case subscriptionId = "SubscriptionId"
    }
}

struct CDNFailure: Decodable {
    struct Info: Decodable {
        var type: String
        var message: String?

        private enum CodingKeys: String, CodingKey {
            case type = "Type"
            case message = "Message"
        }
    }

    var succeeded: Bool
    var info: Info

    private enum CodingKeys: String, CodingKey {
        case succeeded = "Succeeded"
        case info = "ErrorInfo"
    }
}

/// An error and those inside it; a class, since a struct cannot hold itself.
final class ServiceError: Decodable {
    let code: String?
    let message: String?
    let target: String?
    let errorDetail: String?
    let occurredDateTime: String?
    let details: [ServiceError]?
    let inner: ServiceError?

    private enum Keys: String, CodingKey {
        case code, message, target, errorDetail, occurredDateTime, details, innererror, innerError
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Keys.self)
        code = try members.decodeIfPresent(String.self, forKey: .code)
        message = try members.decodeIfPresent(String.self, forKey: .message)
        target = try members.decodeIfPresent(String.self, forKey: .target)
        errorDetail = try members.decodeIfPresent(String.self, forKey: .errorDetail)
        occurredDateTime = try members.decodeIfPresent(String.self, forKey: .occurredDateTime)
        details = try members.decodeIfPresent([ServiceError].self, forKey: .details)
        inner =
            try members.decodeIfPresent(ServiceError.self, forKey: .innerError)
            ?? members.decodeIfPresent(ServiceError.self, forKey: .innererror)
    }
}
