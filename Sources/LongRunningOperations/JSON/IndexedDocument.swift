/// A JSON document of a capture tool: validated whole, then asked for values by name.
///
///     {"Method":"GET","Response":{"Body":"{\"id\":…}"}}
///      └ one look at an object's members finds all that are asked for; brackets know their partners, so that looking
///        past a value is one step
///
/// One thread uses it at a time, for one document after another; its memory is used again.
package final class IndexedDocument {
    /// What a value is.
    package enum Kind: Sendable, Hashable {
        case null
        case boolean
        case number
        case string
        case object
        case array
    }

    /// A value of the document; good until the next one is opened.
    package struct Value: Sendable {
        package let kind: Kind
        /// Its bytes in the document, quotes included.
        package let range: Range<Int>
        fileprivate let token: Int
    }

    /// Why a document cannot be read.
    package struct Fault: Error {
        package var code: OperationDecodingError.Code
        package var message: String
        package var offset: Int

        package init(code: OperationDecodingError.Code, message: String, offset: Int) {
            self.code = code
            self.message = message
            self.offset = offset
        }
    }

    private let stack: UnsafeMutableRawPointer
    private let depthLimit: Int
    // Nothing that is called while these are used comes back to them.
    @exclusivity(unchecked)
    private var index = TokenIndex()
    @exclusivity(unchecked)
    private var text: IndexedText
    @exclusivity(unchecked)
    private var end = 0
    /// The place that was found last: in the string whose text begins at `first` the byte at `offset` of what it means.
    @exclusivity(unchecked)
    private var found: (first: Int, offset: Int, place: Int)?
    /// The name at hand, where it is escaped.
    @exclusivity(unchecked)
    private var scratch = OutputBuffer(capacity: 256)
    /// The text at hand, where it is escaped.
    @exclusivity(unchecked)
    private var decoded = OutputBuffer(capacity: 256)
    /// What is kept of the memory that a long text took, in bytes.
    private static let keptCapacity = 64 << 10

    package init(depthLimit: Int) {
        self.depthLimit = depthLimit
        stack = .allocate(byteCount: SyntaxWalker.stackByteCount(depthLimit: depthLimit), alignment: 16)
        // Nothing is open yet.
        text = Self.withoutTokens(
            bytes: UnsafeRawPointer(stack),
            readable: 0,
            attention: UnsafePointer(stack.assumingMemoryBound(to: UInt64.self)),
            stack
        )
    }

    /// A text of no tokens; where there would be some is memory of a walker.
    private static func withoutTokens(
        bytes: UnsafeRawPointer,
        readable: Int,
        attention: UnsafePointer<UInt64>,
        _ stack: UnsafeMutableRawPointer
    ) -> IndexedText {
        IndexedText(
            bytes: bytes,
            readable: readable,
            tokens: UnsafePointer(stack.assumingMemoryBound(to: UInt32.self)),
            tokenCount: 0,
            partners: stack.assumingMemoryBound(to: UInt32.self),
            attention: attention
        )
    }

    /// Lets go of what a document took that is longer than `limit` bytes: its values then have no members and no elements, and
    /// are bytes and texts as before.
    package func forgetStructure(above limit: Int) {
        guard index.shrinkTokens(above: limit) else { return }
        text = Self.withoutTokens(bytes: text.bytes, readable: text.readable, attention: text.attention, stack)
    }

    deinit {
        stack.deallocate()
    }

    private func walker(isProved: Bool) -> SyntaxWalker {
        SyntaxWalker(
            text: text,
            end: end,
            stack: stack.assumingMemoryBound(to: UInt32.self),
            depthLimit: depthLimit,
            isProved: isProved
        )
    }

    /// Validates a document, which stays where it is as long as its values are used.
    ///
    /// `readable` bytes may be read from its start, at least its own.
    package func open(_ bytes: UnsafeRawBufferPointer, readable: Int) throws(Fault) -> Value {
        guard let text = index.index(bytes, readable: readable) else {
            throw Self.fault(SyntaxFault.lexical(in: bytes) ?? SyntaxFault(code: .truncated, offset: bytes.count))
        }
        self.text = text
        end = bytes.count
        found = nil
        do throws(SyntaxFault) {
            let whole = try walker(isProved: false).value(at: 0, depth: 0)
            if whole.next < text.tokenCount {
                throw SyntaxFault(code: .trailingData, offset: text.token(whole.next))
            }
        } catch {
            throw Self.fault(error)
        }
        return value(at: 0).value
    }

    private static func fault(_ fault: SyntaxFault) -> Fault {
        let code = DocumentFaultCode(fault.code)
        return Fault(code: code.publicCode, message: code.message.description, offset: fault.offset)
    }

    /// The value at a token, and the token behind it.
    ///
    /// The grammar of the document is proved.
    private func value(at token: Int) -> (value: Value, next: Int) {
        let start = text.token(token)
        guard let seen = try? walker(isProved: true).value(at: token, depth: 0) else {
            return (Value(kind: .null, range: start..<start, token: token), text.tokenCount)
        }
        let kind: Kind =
            switch seen.kind {
            case .object: .object
            case .array: .array
            case .string: .string
            case .number: .number
            case .true, .false: .boolean
            case .null, .absent: .null
            }
        return (Value(kind: kind, range: start..<seen.end, token: token), seen.next)
    }

    // MARK: Members and elements

    /// The members of an object, in order, with what their names mean; of another value none.
    package func forEachMember(of object: Value, _ body: (UnsafeRawBufferPointer, Value) -> Void) {
        guard object.kind == .object, object.token < text.tokenCount else { return }
        let last = Int(text.partners[object.token])
        var token = object.token + 1
        while token < last {
            let start = text.token(token) + 1
            let end = text.token(token + 1)
            let member = value(at: token + 3)
            if text.isClean(start, end) {
                body(text.slice(start..<end), member.value)
            } else {
                scratch.removeAll()
                scratch.appendDecoded(text, start, end)
                body(scratch.bytes, member.value)
            }
            token = member.next + 1
        }
    }

    /// The values of the members with these names, in the order of the names.
    ///
    /// A name that stands twice is a fault: nobody can tell which one is meant.
    package func members(_ names: [StaticString], of object: Value) throws(Fault) -> [Value?] {
        var found = [Value?](repeating: nil, count: names.count)
        var double: Value?
        forEachMember(of: object) { name, value in
            for (index, wanted) in names.enumerated() {
                let bytes = UnsafeRawBufferPointer(start: wanted.utf8Start, count: wanted.utf8CodeUnitCount)
                guard name.count == bytes.count, name.elementsEqual(bytes) else { continue }
                if found[index] != nil { double = double ?? value }
                found[index] = value
            }
        }
        if let double { throw Self.fault(SyntaxFault(code: .duplicateMember, offset: double.range.lowerBound)) }
        return found
    }

    /// The value of one member.
    package func member(_ name: [UInt8], of object: Value) throws(Fault) -> Value? {
        var found: Value?
        var double: Value?
        forEachMember(of: object) { sent, value in
            guard sent.count == name.count, sent.elementsEqual(name) else { return }
            if found != nil { double = double ?? value }
            found = value
        }
        if let double { throw Self.fault(SyntaxFault(code: .duplicateMember, offset: double.range.lowerBound)) }
        return found
    }

    /// The elements of an array, in order; of another value none.
    package func elements(of array: Value) -> Elements {
        let isArray = array.kind == .array && array.token < text.tokenCount
        return Elements(
            document: self,
            token: array.token + 1,
            last: isArray ? Int(text.partners[array.token]) : array.token
        )
    }

    /// The elements of an array, found one after the other: a list of them may take many times the memory of the array.
    package struct Elements: Sequence, IteratorProtocol {
        fileprivate let document: IndexedDocument
        fileprivate var token: Int
        fileprivate let last: Int

        package mutating func next() -> Value? {
            guard token < last else { return nil }
            let element = document.value(at: token)
            token = element.next + 1
            return element.value
        }
    }

    // MARK: Texts

    /// The bytes of a value as they stand in the document.
    package func bytes(of value: Value) -> UnsafeRawBufferPointer {
        text.slice(value.range)
    }

    /// What a string means, or the text of another value.
    package func text(of value: Value) -> [UInt8] {
        withText(of: value) { Array($0) }
    }

    /// Hands over what a string means, or the text of another value; `body` must not ask for another one.
    package func withText<Result>(of value: Value, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let inset = value.kind == .string ? 1 : 0
        let inside = value.range.lowerBound + inset..<value.range.upperBound - inset
        if inset == 0 || text.isClean(inside.lowerBound, inside.upperBound) { return body(text.slice(inside)) }
        decoded.shrink(above: Self.keptCapacity)
        appendText(of: value, to: &decoded)
        return body(decoded.bytes)
    }

    /// Appends what a string means, or the text of another value.
    package func appendText(of value: Value, to output: inout OutputBuffer) {
        guard value.kind == .string else {
            output.append(bytes(of: value))
            return
        }
        output.appendDecoded(text, value.range.lowerBound + 1, value.range.upperBound - 1)
    }

    /// Where in the document the byte stands that a string's decoded text has at an offset.
    ///
    /// Linear in the offset, but no place is passed twice by those who ask for one after the other, in ascending order.
    package func place(of offset: Int, in value: Value) -> Int {
        guard value.kind == .string else { return min(value.range.lowerBound + offset, value.range.upperBound) }
        let first = value.range.lowerBound + 1
        let last = value.range.upperBound - 1
        var (place, passed) = (first, 0)
        if let found, found.first == first, found.offset <= offset { (place, passed) = (found.place, found.offset) }
        while place < last, passed < offset {
            guard text.byte(place) == UInt8(ascii: "\\") else {
                place += 1
                passed += 1
                continue
            }
            let escape = CanonicalEscape.decode(text, place)
            passed += escape.scalar < 0x80 ? 1 : escape.scalar < 0x800 ? 2 : escape.scalar < 0x1_0000 ? 3 : 4
            place += escape.length
        }
        found = (first, passed, place)
        return min(place, last)
    }
}
