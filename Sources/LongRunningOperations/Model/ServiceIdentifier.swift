/// The id of a service, which is that of its mapping: `azure-cdn-china`.
///
/// An open set: a catalog may hold services that this library has never heard of.
public struct ServiceIdentifier: RawRepresentable, Sendable {
    /// The id as text.
    public let rawValue: String

    /// Creates the identifier of that text.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Creates the identifier of that text.
    public init(_ id: String) {
        rawValue = id
    }

    /// Azure Device Update for IoT Hub, data plane.
    public static let azureDeviceUpdate = ServiceIdentifier("azure-device-update")
    /// Azure DevCenter, data plane.
    public static let azureDevCenter = ServiceIdentifier("azure-devcenter")
    /// Azure China CDN.
    public static let azureCDNChina = ServiceIdentifier("azure-cdn-china")
    /// Azure Resource Manager: the status resource of `Azure-AsyncOperation`.
    public static let azureARMAsync = ServiceIdentifier("azure-arm-async")
    /// The operation status of Azure.Core and of the Microsoft REST API Guidelines.
    public static let azureCore = ServiceIdentifier("azure-core")
}

extension ServiceIdentifier: Hashable {
    /// Compares the bytes of the ids.
    public static func == (one: ServiceIdentifier, other: ServiceIdentifier) -> Bool {
        one.rawValue.hasSameBytes(as: other.rawValue)
    }

    /// Hashes the bytes of the id.
    public func hash(into hasher: inout Hasher) {
        rawValue.hashBytes(into: &hasher)
    }
}

extension ServiceIdentifier: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Creates the identifier of a literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The id as text.
    public var description: String { rawValue }
}
