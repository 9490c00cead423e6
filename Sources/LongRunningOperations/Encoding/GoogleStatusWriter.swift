/// Writes a canonical error as `google.rpc.Status`, with the chain and the details in `details`.
///
///     error{code: A, message: m,                    {"code":2,"message":"m","details":[
///       details: [{code: D}],                         {ErrorInfo, reason A, metadata{role: error}},
///       innerError: {code: B,                         {ErrorInfo, reason D, metadata{role: details}},
///         innerError: {code: C, message: n}}}         {ErrorInfo, reason B, metadata{role: innerError}},
///                                                     {ErrorInfo, reason C, metadata{role: innerError, of: 2, message: n}}]}
///
/// A status has a code of a closed list and a message, and no error inside: each error becomes one `google.rpc.ErrorInfo`, which says
/// by `of` to which entry of the list it belongs, unless it belongs to the status itself. An error that came from such a detail becomes that detail again.
/// Frames are an array, not calls, and every byte is visited a fixed number of times.
struct GoogleStatusWriter {
    /// The quoted id of the service: the domain of its codes.
    private let service: UnsafeRawBufferPointer?
    private let isCanceled: Bool
    /// Whether this is the HTTP form, which names the code in `status`.
    private let isHTTP: Bool
    private let httpStatus: UnsafeRawBufferPointer?

    private struct Frame {
        /// The entry of the error that this level belongs to, or -1 for the outer one.
        var entry: Int
        var isList: Bool
        var name: StaticString = ""
        var index = -1
        var elements = 0
    }

    private var frames: [Frame] = []
    /// How many entries the list has.
    var entries = 0

    init(service: UnsafeRawBufferPointer?, isCanceled: Bool) {
        self.service = service
        self.isCanceled = isCanceled
        isHTTP = false
        httpStatus = nil
    }

    init(service: UnsafeRawBufferPointer?, httpStatus: UnsafeRawBufferPointer?) {
        self.service = service
        self.httpStatus = httpStatus
        isHTTP = true
        isCanceled = false
    }

    /// The scalars of one error, which stand in front of what is nested.
    ///
    /// They are in an array because they are too many for one value: what the optimizer of Swift 6.3 made of five members of
    /// their own, handed from one function to another, was whatever lay on the stack.
    struct Scalars {
        private var values: [UnsafeRawBufferPointer?] = [nil, nil, nil, nil, nil]

        var code: UnsafeRawBufferPointer? {
            get { values[0] }
            set { values[0] = newValue }
        }
        var message: UnsafeRawBufferPointer? {
            get { values[1] }
            set { values[1] = newValue }
        }
        var target: UnsafeRawBufferPointer? {
            get { values[2] }
            set { values[2] = newValue }
        }
        var errorDetail: UnsafeRawBufferPointer? {
            get { values[3] }
            set { values[3] = newValue }
        }
        var occurredTime: UnsafeRawBufferPointer? {
            get { values[4] }
            set { values[4] = newValue }
        }
    }

    /// Appends the status; false where the error is damaged.
    mutating func append(
        _ error: UnsafeRawBufferPointer?,
        to output: inout OutputBuffer,
        losses: inout LossList
    ) -> Bool {
        output.append("{")
        guard let error else {
            appendCode(isCanceled ? GoogleStatusCode.cancelled : GoogleStatusCode.unknown, to: &output)
            output.append("}")
            return true
        }
        var cursor = CanonicalCursor(error)
        guard cursor.consume(UInt8(ascii: "{")) else { return false }
        let outer = scalars(&cursor)
        let known = number(of: outer.code)
        appendCode(known ?? (isCanceled ? GoogleStatusCode.cancelled : GoogleStatusCode.unknown), to: &output)
        output.appendMember("message", outer.message)
        let isUnsaid = outer.target != nil || outer.errorDetail != nil || outer.occurredTime != nil
        let isCodeUnsaid = outer.code != nil && known == nil
        frames = [Frame(entry: -1, isList: false)]
        let start = output.count
        output.appendName("details")
        output.append("[")
        let first = output.count
        if isUnsaid || isCodeUnsaid {
            var scalars = outer
            scalars.message = nil
            appendEntry(scalars, role: "error", of: -1, to: &output)
        }
        guard appendNested(&cursor, to: &output, losses: &losses), cursor.offset == error.count else { return false }
        if output.count == first {
            output.count = start
        } else {
            output.append("]")
        }
        output.append("}")
        return true
    }

    // MARK: The outer error

    /// The number that says the code; a failure must not look like a cancellation.
    private func number(of code: UnsafeRawBufferPointer?) -> Int? {
        guard let number = GoogleStatusCode.number(of: code) else { return nil }
        if isCanceled { return number == GoogleStatusCode.cancelled ? number : nil }
        return number == GoogleStatusCode.cancelled && !isHTTP ? nil : number
    }

    private func appendCode(_ number: Int, to output: inout OutputBuffer) {
        guard isHTTP else {
            output.appendName("code")
            output.append(decimal: number)
            return
        }
        output.appendMember("code", httpStatus)
        output.appendName("status")
        output.append("\"")
        output.append(GoogleStatusCode.names[number])
        output.append("\"")
    }

    // MARK: Entries

    /// Reads the scalars at hand and stands then before what is nested, or before the closing bracket.
    private func scalars(_ cursor: inout CanonicalCursor) -> Scalars {
        var scalars = Scalars()
        while true {
            var next = cursor
            guard let name = next.name(), next.current == UInt8(ascii: "\"") else { return scalars }
            let start = next.offset
            guard next.skipString() else { return scalars }
            let value = UnsafeRawBufferPointer(rebasing: next.bytes[start..<next.offset])
            switch true {
            case name.equals("code"): scalars.code = value
            case name.equals("message"): scalars.message = value
            case name.equals("target"): scalars.target = value
            case name.equals("errorDetail"): scalars.errorDetail = value
            case name.equals("occurredTime"): scalars.occurredTime = value
            default: return scalars
            }
            _ = next.consume(UInt8(ascii: ","))
            cursor = next
        }
    }

    private mutating func appendEntry(
        _ scalars: Scalars,
        role: StaticString,
        of entry: Int,
        to output: inout OutputBuffer
    ) {
        if entries > 0 { output.append(",") }
        entries += 1
        output.append("{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\"")
        // A reason begins with a letter; a bare number would be read as one of the codes of this vocabulary.
        let isReason = scalars.code.map { $0.count > 2 && !(0x30...0x39 ~= $0[1]) } ?? false
        if isReason { output.appendMember("reason", scalars.code) }
        output.appendMember("domain", service)
        output.appendName("metadata")
        output.append("{\"role\":\"")
        output.append(role)
        output.append("\"")
        if entry >= 0 {
            output.append(",\"of\":\"")
            output.append(decimal: entry)
            output.append("\"")
        }
        if !isReason { output.appendMember("code", scalars.code) }
        output.appendMember("message", scalars.message)
        output.appendMember("target", scalars.target)
        output.appendMember("errorDetail", scalars.errorDetail)
        output.appendMember("occurredTime", scalars.occurredTime)
        output.append("}}")
    }

    /// Appends an entry for every error below the outer one.
    private mutating func appendNested(
        _ cursor: inout CanonicalCursor,
        to output: inout OutputBuffer,
        losses: inout LossList
    ) -> Bool {
        while let frame = frames.last {
            if cursor.consume(frame.isList ? UInt8(ascii: "]") : UInt8(ascii: "}")) {
                frames.removeLast()
                _ = cursor.consume(UInt8(ascii: ","))
                continue
            }
            if frame.isList {
                let index = frame.elements
                frames[frames.count - 1].elements += 1
                guard enter(&cursor, role: "details", name: "", index: index, to: &output) else { return false }
                continue
            }
            guard let name = cursor.name() else { return false }
            if name.equals("innerError") {
                guard enter(&cursor, role: "innerError", name: "innerError", index: -1, to: &output) else {
                    return false
                }
            } else if name.equals("details") {
                guard cursor.consume(UInt8(ascii: "[")) else { return false }
                frames.append(Frame(entry: frame.entry, isList: true, name: "details"))
            } else {
                losses.add(inError: path(name))
                guard cursor.skipValue() else { return false }
                _ = cursor.consume(UInt8(ascii: ","))
            }
        }
        return true
    }

    /// Appends the entry of the error that begins here, and stands then before what is nested in it.
    private mutating func enter(
        _ cursor: inout CanonicalCursor,
        role: StaticString,
        name: StaticString,
        index: Int,
        to output: inout OutputBuffer
    ) -> Bool {
        guard cursor.consume(UInt8(ascii: "{")), let parent = frames.last else { return false }
        let scalars = scalars(&cursor)
        let isOuter = frames.count == 2 && parent.isList
        if isOuter, let rest = detail(scalars, cursor) {
            appendDetail(scalars, rest.members, to: &output)
            cursor = rest.end
        } else {
            appendEntry(scalars, role: role, of: parent.entry, to: &output)
        }
        frames.append(Frame(entry: entries - 1, isList: false, name: name, index: index))
        return true
    }

    private func path(_ name: UnsafeRawBufferPointer) -> String {
        frames.dropFirst()
            .reduce("/error") { path, frame in
                path + (frame.index >= 0 ? "/\(frame.index)" : "/\(frame.name)")
            } + "/" + String(decoding: name, as: UTF8.self)
    }
}
