/// A record in the canonical vocabulary, for `JSONEncoder`.
struct CanonicalDocument: Encodable {
    final class CanonicalError: Encodable {
        let code: String?
        let message: String?
        let target: String?
        let errorDetail: String?
        let occurredTime: String?
        let details: [CanonicalError]?
        let innerError: CanonicalError?

        init(_ error: ServiceError) {
            code = error.code
            message = error.message
            target = error.target
            errorDetail = error.errorDetail
            occurredTime = error.occurredDateTime.map(CanonicalDocument.zulu)
            details = error.details.flatMap { $0.isEmpty ? nil : $0.map(CanonicalError.init) }
            innerError = error.inner.map(CanonicalError.init)
        }

        init(_ failure: CDNFailure.Info) {
            code = failure.type
            message = failure.message
            target = nil
            errorDetail = nil
            occurredTime = nil
            details = nil
            innerError = nil
        }
    }

    struct Extensions: Encodable {
        var id: String?
        var updateId: DeviceUpdateStatus.UpdateIdentifier?
        var endpointId: String?
        var subscriptionId: String?

        private enum CodingKeys: String, CodingKey {
            case id, updateId
            case endpointId = "EndpointId"
            case subscriptionId = "SubscriptionId"
        }
    }

    var service: String
    var reply = "operation"
    var id: String?
    var type: String?
    var state: String?
    var sourceState: String?
    var percentComplete: Double?
    var message: String?
    var createdTime: String?
    var startTime: String?
    var lastUpdatedTime: String?
    var endTime: String?
    var resourceId: String?
    var resourceLocation: String?
    var result: DevCenterStatus.Properties?
    var error: CanonicalError?
    var traceId: String?
    var etag: String?
    var extensions: Extensions?

    init(_ document: ServiceDocument) {
        switch document {
        case .deviceUpdate(let status):
            service = "azure-device-update"
            id = status.operationId
            set(status.status)
            createdTime = status.createdDateTime.map(Self.zulu)
            lastUpdatedTime = status.lastActionDateTime.map(Self.zulu)
            resourceLocation = status.resourceLocation
            error = status.error.map(CanonicalError.init)
            traceId = status.traceId
            etag = status.etag
            if let updateId = status.updateId { extensions = Extensions(updateId: updateId) }
        case .devCenter(let status):
            service = "azure-devcenter"
            id = status.name
            set(status.status)
            percentComplete = status.percentComplete
            startTime = status.startTime.map(Self.zulu)
            endTime = status.endTime.map(Self.zulu)
            resourceId = status.resourceId
            result = status.properties
            error = status.error.map(CanonicalError.init)
            extensions = Extensions(id: status.id)
        case .cdn(let status):
            service = "azure-cdn-china"
            id = status.identifier
            type = status.type
            set(status.status)
            message = status.message
            startTime = status.start.map(Self.zulu)
            endTime = status.end.map(Self.zulu)
            extensions = Extensions(endpointId: status.endpointId, subscriptionId: status.subscriptionId)
        case .cdnFailure(let failure):
            service = "azure-cdn-china"
            reply = "requestFailed"
            error = CanonicalError(failure.info)
        }
    }

    private mutating func set(_ word: String) {
        sourceState = word
        switch word {
        case "NotStarted", "NotSet": state = "NotStarted"
        case "Running", "Processing": state = "Running"
        case "Succeeded": state = "Succeeded"
        case "Failed": state = "Failed"
        case "Canceled": state = "Canceled"
        default: state = "Unknown"
        }
    }

    /// A time with the offset of UTC written as `Z`.
    private static func zulu(_ time: String) -> String {
        time.utf8.suffix(6).elementsEqual("+00:00".utf8) ? time.dropLast(6) + "Z" : time
    }
}
