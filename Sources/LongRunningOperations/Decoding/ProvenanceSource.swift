/// Where a document came from, for the `provenance` of its records.
package struct ProvenanceSource: Sendable {
    package var file: [UInt8]?
    package var line: Int?
    package var offset: Int
    package var length: Int
    package var index: Int?

    package init(file: [UInt8]?, line: Int?, offset: Int, length: Int, index: Int?) {
        self.file = file
        self.line = line
        self.offset = offset
        self.length = length
        self.index = index
    }

    /// The canonical object, for the list item `item` and a mapping of that version.
    func text(item: Int?, version: String) -> [UInt8] {
        var output = OutputBuffer(capacity: 256)
        if let file {
            output.append(",\"file\":\"")
            file.withUnsafeBytes { output.appendEscaped($0) }
            output.append(UInt8(ascii: "\""))
        }
        if let line { output.append(",\"line\":\(line)") }
        output.append(",\"offset\":\(offset),\"length\":\(length)")
        if let index { output.append(",\"index\":\(index)") }
        if let item { output.append(",\"item\":\(item)") }
        output.append(",\"mappingVersion\":\"")
        var version = version
        version.withUTF8 { output.appendEscaped(UnsafeRawBufferPointer($0)) }
        output.append("\"}")
        output.base.storeBytes(of: UInt8(ascii: "{"), as: UInt8.self)
        return Array(output.bytes)
    }
}
