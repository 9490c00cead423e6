/// Checks that canonical JSON is a record: its members, their order, their types and their words.
///
///     record ──▶ members in order ──▶ scalars: checked here and now
///                      │
///                      └─▶ children, errors: put on a list of what is still to be checked
///
/// The list stands in for recursion; each entry knows its parent, so that a fault can name its path.
struct CanonicalRecordChecker {
    let text: IndexedText
    private var tasks: [Task]
    private var places: [Place] = []

    private struct Task {
        enum Kind {
            case reply
            case child
            case error
        }

        var kind: Kind
        /// The token of the opening bracket.
        var token: Int
        /// The index of its place, or -1 for the line itself.
        var place: Int
    }

    /// A step of a path: a member's name token, or the number of an element.
    private struct Place {
        var parent: Int
        var nameToken = -1
        var element = -1
    }

    /// A member under way.
    struct Member {
        var nameToken: Int
        var token: Int
        var kind: JSONKind
        var start: Int
        var end: Int
    }

    init(text: IndexedText) {
        self.text = text
        tasks = [Task(kind: .reply, token: 0, place: -1)]
    }

    mutating func check() throws(OperationDecodingError) {
        while let task = tasks.popLast() {
            guard text.byte(text.token(task.token)) == UInt8(ascii: "{") else {
                throw fault("an object is expected here", text.token(task.token), task.place)
            }
            switch task.kind {
            case .reply: try checkRecord(task, isChild: false)
            case .child: try checkRecord(task, isChild: true)
            case .error: try checkError(task)
            }
        }
    }

    // MARK: Records

    private mutating func checkRecord(_ task: Task, isChild: Bool) throws(OperationDecodingError) {
        var seen: UInt32 = 0
        var last = -1
        var isOperation = isChild
        var token = task.token + 1
        while let member = member(at: token) {
            let name = text.slice(text.token(member.nameToken) + 1..<text.token(member.nameToken + 1))
            guard let known = RecordMember.allCases.first(where: { $0.wireName.isSame(name) }) else {
                throw fault("a record has no such member", text.token(member.nameToken), task.place, member)
            }
            guard Int(known.rawValue) > last else {
                throw fault("members are not in their order", text.token(member.nameToken), task.place, member)
            }
            last = Int(known.rawValue)
            seen |= 1 << UInt32(known.rawValue)
            let isOfReply = RecordMember.service.rawValue...RecordMember.reply.rawValue ~= known.rawValue
            if isChild, isOfReply {
                throw fault("a child has no such member", text.token(member.nameToken), task.place, member)
            }
            if known == .reply { isOperation = isText("operation", member) }
            if !isOperation, [.state, .stateDetail, .sourceState, .children].contains(known) {
                throw fault("only an operation has this member", text.token(member.nameToken), task.place, member)
            }
            try check(known, member, task.place)
            token = behind(member)
        }
        var required: [RecordMember] = isChild ? [] : [.service, .reply]
        if isOperation { required.append(.state) }
        for name in required where seen & 1 << UInt32(name.rawValue) == 0 {
            throw fault("the member \"\(name.wireName)\" is missing", text.token(task.token), task.place)
        }
    }

    private mutating func check(
        _ name: RecordMember,
        _ member: Member,
        _ place: Int
    ) throws(OperationDecodingError) {
        switch name {
        case .service, .id, .name, .type, .sourceState, .message, .resourceId, .resourceLocation, .link, .traceId,
            .etag:
            try require(member.kind == .string, "a string is expected here", member, place)
        case .reply:
            let isKnown = ["operation", "notModified", "requestFailed"].contains { isText($0, member) }
            try require(isKnown, "this is no word for what a reply says", member, place)
        case .state:
            let isKnown = OperationState.allCases.contains { isText($0.wireName, member) }
            try require(isKnown, "this is no state", member, place)
        case .stateDetail:
            let isKnown = StateDetail.allCases.contains { isText($0.wireName, member) }
            try require(isKnown, "this is no detail of a state", member, place)
        case .createdTime, .startTime, .lastUpdatedTime, .endTime, .retryAt:
            try require(
                isCanonicalTime(member),
                "a time in UTC as canonical records write it is expected here",
                member,
                place
            )
        case .percentComplete:
            let isPercentage = member.kind == .number && PercentReader.read(bytes(of: member), isNumber: true) != nil
            try require(isPercentage, "a number from 0 to 100 is expected here", member, place)
        case .httpStatus:
            let isStatus = member.kind == .number && member.end - member.start == 3 && isDigits(bytes(of: member))
            try require(isStatus, "an HTTP status is expected here", member, place)
        case .retryAfterSeconds:
            try require(
                isWait(member),
                "a number of seconds, whole or with three decimals, is expected here",
                member,
                place
            )
        case .result:
            try require(member.kind != .null, "an absent member is left out, not null", member, place)
        case .error:
            push(.error, member, place)
        case .children:
            try pushElements(.child, member, place)
        case .request, .list, .extensions, .provenance:
            try require(member.kind == .object, "an object is expected here", member, place)
        case .diagnostics:
            try checkDiagnostics(member, place)
        }
    }

    private func checkDiagnostics(_ member: Member, _ place: Int) throws(OperationDecodingError) {
        try require(member.kind == .array, "an array is expected here", member, place)
        var token = member.token + 1
        while token < Int(text.partners[member.token]) {
            let element = value(at: token, nameToken: -1)
            var inside = token + 1
            var count = 0
            var isSound = element.kind == .object
            while isSound, let part = self.member(at: inside) {
                let name = text.slice(text.token(part.nameToken) + 1..<text.token(part.nameToken + 1))
                if count == 0 {
                    isSound = isName("code", name) && DiagnosticCode.allCases.contains { isText($0.wireName, part) }
                } else {
                    isSound = count == 1 && isName("at", name) && part.kind == .string
                }
                count += 1
                inside = behind(part)
            }
            guard isSound, count > 0 else {
                throw fault("a diagnostic with a known code is expected here", element.start, place, member)
            }
            token = behind(element)
        }
    }

    // MARK: Errors

    private mutating func checkError(_ task: Task) throws(OperationDecodingError) {
        var last = -1
        var token = task.token + 1
        while let member = member(at: token) {
            let name = text.slice(text.token(member.nameToken) + 1..<text.token(member.nameToken + 1))
            guard let known = ErrorMember.allCases.first(where: { $0.wireName.isSame(name) }) else {
                throw fault("an error has no such member", text.token(member.nameToken), task.place, member)
            }
            guard Int(known.rawValue) > last else {
                throw fault("members are not in their order", text.token(member.nameToken), task.place, member)
            }
            last = Int(known.rawValue)
            switch known {
            case .code, .message, .target, .errorDetail:
                try require(member.kind == .string, "a string is expected here", member, task.place)
            case .occurredTime:
                let isTime = isCanonicalTime(member)
                try require(isTime, "a time in UTC as canonical records write it is expected here", member, task.place)
            case .details: try pushElements(.error, member, task.place)
            case .innerError: push(.error, member, task.place)
            case .extensions: try require(member.kind == .object, "an object is expected here", member, task.place)
            }
            token = behind(member)
        }
    }

    // MARK: What is still to be checked

    private mutating func push(_ kind: Task.Kind, _ member: Member, _ place: Int) {
        places.append(Place(parent: place, nameToken: member.nameToken))
        tasks.append(Task(kind: kind, token: member.token, place: places.count - 1))
    }

    private mutating func pushElements(
        _ kind: Task.Kind,
        _ member: Member,
        _ place: Int
    ) throws(OperationDecodingError) {
        try require(member.kind == .array, "an array is expected here", member, place)
        places.append(Place(parent: place, nameToken: member.nameToken))
        let parent = places.count - 1
        let first = tasks.count
        var token = member.token + 1
        var element = 0
        while token < Int(text.partners[member.token]) {
            places.append(Place(parent: parent, element: element))
            tasks.append(Task(kind: kind, token: token, place: places.count - 1))
            token = behind(value(at: token, nameToken: -1))
            element += 1
        }
        // The last on the list is looked at first.
        tasks[first...].reverse()
    }

    // MARK: Faults

    private func require(
        _ condition: Bool,
        _ message: String,
        _ member: Member,
        _ place: Int
    ) throws(OperationDecodingError) {
        guard condition else { throw fault(message, member.start, place, member) }
    }

    private func fault(
        _ message: String,
        _ offset: Int,
        _ place: Int,
        _ member: Member? = nil
    ) -> OperationDecodingError {
        var steps: [[UInt8]] = []
        if let member { steps.append(step(ofName: member.nameToken)) }
        var place = place
        while place >= 0 {
            let here = places[place]
            steps.append(here.nameToken >= 0 ? step(ofName: here.nameToken) : Array("/\(here.element)".utf8))
            place = here.parent
        }
        return OperationDecodingError(
            code: .notCanonical,
            message: message,
            byteOffset: offset,
            path: String(decoding: steps.reversed().joined(), as: UTF8.self)
        )
    }

    private func step(ofName token: Int) -> [UInt8] {
        JSONPointer.step(text.slice(text.token(token) + 1..<text.token(token + 1)))
    }
}

extension ErrorMember {
    var wireName: StaticString {
        switch self {
        case .code: "code"
        case .message: "message"
        case .target: "target"
        case .errorDetail: "errorDetail"
        case .occurredTime: "occurredTime"
        case .details: "details"
        case .innerError: "innerError"
        case .extensions: "extensions"
        }
    }
}
