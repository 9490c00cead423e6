public import LongRunningOperations

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension JSONValue {
    /// Decodes the value into a type of yours.
    ///
    /// ```swift
    /// struct Progress: Decodable { var done: Int, total: Int }
    /// let progress = try status.extensions?["progress"]?.decode(Progress.self)
    /// ```
    ///
    /// What `JSONDecoder` does to values holds here: it reads numbers as the type asked for, it keeps one of the members of the
    /// same name, and it needs stack in proportion to the depth of the value.
    ///
    /// - Parameters:
    ///   - type: The type to decode.
    ///   - decoder: The decoder to use.
    /// - Returns: The decoded value.
    /// - Throws: What the decoder throws.
    public func decode<Value: Decodable>(
        _ type: Value.Type = Value.self,
        using decoder: JSONDecoder = JSONDecoder()
    ) throws -> Value {
        try decoder.decode(type, from: data)
    }

    /// The value as canonical JSON in UTF-8.
    public var data: Data {
        withUnsafeBytes { Data($0) }
    }

    /// Creates the JSON value that a value of yours encodes to.
    ///
    /// - Parameters:
    ///   - value: The value to encode.
    ///   - encoder: The encoder to use. The order of members is the one it gives.
    /// - Throws: What the encoder throws.
    public init(encoding value: some Encodable, using encoder: JSONEncoder = JSONEncoder()) throws {
        try self.init(canonicalizing: encoder.encode(value))
    }
}
