/// Writing diagnostics: in document order, each with the JSON Pointer (RFC 6901) of the member it is about.
extension RecordEngine {
    mutating func appendDiagnostics(_ scope: RecordScope, into output: inout OutputBuffer) {
        // Few: an insertion sort that keeps the order of those that have no place.
        for index in 1..<max(diagnostics.count, 1) {
            var place = index
            while place > 0,
                diagnostics[place].position < diagnostics[place - 1].position
                    || diagnostics[place].position == diagnostics[place - 1].position
                        && diagnostics[place].position != .max
                        && diagnostics[place].code.rawValue < diagnostics[place - 1].code.rawValue
            {
                diagnostics.swapAt(place, place - 1)
                place -= 1
            }
        }
        prefixes.appendBare(.diagnostics, to: &output)
        output.append(UInt8(ascii: "["))
        for (index, noted) in diagnostics.elements.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            output.append("{\"code\":\"")
            output.append(noted.code.wireName)
            output.append(UInt8(ascii: "\""))
            if noted.slot >= 0 {
                output.append(",\"at\":\"")
                appendPointer(scope.binding[Int(noted.slot)], noted.slot, scope, into: &output)
                output.append(UInt8(ascii: "\""))
            }
            output.append(UInt8(ascii: "}"))
        }
        output.append(UInt8(ascii: "]"))
    }

    /// The pointer of a member that is there, by the names as they were sent; else that of the path which was looked for.
    mutating func appendPointer(
        _ node: Int32,
        _ slot: Int32,
        _ scope: RecordScope,
        into output: inout OutputBuffer
    ) {
        guard scope.table[node].pointee.kind != .absent else {
            output.appendEscaped(scope.plan.pointee.bytes(scope.pointer))
            output.appendEscaped(scope.plan.pointee.bytes(scope.plan.pointee.slotPointers[Int(slot)]))
            return
        }
        var chain: [Int32] = []
        var node = node
        while node >= 0, node != scope.documentNode {
            chain.append(node)
            node = scope.trie.nodes[Int(node)].parent
        }
        for node in chain.reversed() {
            let place = scope.table[node].pointee
            output.append(UInt8(ascii: "/"))
            if place.flags.contains(.element) {
                output.append(decimal: Int(place.nameStart))
                continue
            }
            let start = Int(place.nameStart) + 1
            let end = scope.text.token(Int(place.token) - 2)
            scratch.removeAll()
            scratch.appendDecoded(scope.text, start, end)
            var part = 0
            for (index, byte) in scratch.bytes.enumerated() {
                guard let escape = JSONPointer.escape(of: byte) else { continue }
                output.appendEscaped(UnsafeRawBufferPointer(rebasing: scratch.bytes[part..<index]))
                output.append(escape)
                part = index + 1
            }
            output.appendEscaped(UnsafeRawBufferPointer(rebasing: scratch.bytes[part...]))
        }
    }
}
