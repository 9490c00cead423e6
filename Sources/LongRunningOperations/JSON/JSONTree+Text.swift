extension JSONTree {
    /// Appends the value as JSON without white space.
    package func append(to output: inout OutputBuffer) {
        switch content {
        case .null: output.append("null")
        case .bool(let value): output.append(value ? "true" : "false")
        case .number(let text): output.append(text)
        case .string(let text): Self.append(text, to: &output)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                element.append(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                Self.append(member.name, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.append(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    private static func append(_ text: String, to output: inout OutputBuffer) {
        output.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { output.appendEscaped(UnsafeRawBufferPointer($0)) }
        output.append(UInt8(ascii: "\""))
    }
}
