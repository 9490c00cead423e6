/// Writes JSON documents, one behind another, in one of three layouts.
struct DocumentText {
    enum Layout {
        case compact
        /// A blank behind each comma and colon.
        case spaced
        /// A line a member, indented.
        case pretty
    }

    private(set) var bytes: [UInt8] = []
    var layout = Layout.compact
    private var depth = 0
    private var isFirst = true

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func object(_ members: (inout DocumentText) -> Void) {
        container("{", "}", members)
    }

    mutating func object(_ name: String, _ members: (inout DocumentText) -> Void) {
        key(name)
        container("{", "}", members)
    }

    mutating func array(_ name: String, _ elements: (inout DocumentText) -> Void) {
        key(name)
        container("[", "]", elements)
    }

    /// An object that is an element of an array.
    mutating func element(_ members: (inout DocumentText) -> Void) {
        separate()
        container("{", "}", members)
    }

    /// A member that holds a string, whose text is given as it stands between the quotes.
    mutating func member(_ name: String, _ text: String) {
        key(name)
        raw("\"")
        raw(text)
        raw("\"")
    }

    /// A member whose value is given as JSON.
    mutating func member(_ name: String, json: String) {
        key(name)
        raw(json)
    }

    mutating func endLine() {
        raw("\n")
    }

    /// Cuts what was written last down to `count` bytes in all.
    mutating func cut(to count: Int) {
        bytes.removeLast(bytes.count - count)
    }

    private mutating func container(_ open: String, _ close: String, _ content: (inout DocumentText) -> Void) {
        raw(open)
        depth += 1
        isFirst = true
        content(&self)
        depth -= 1
        if !isFirst { breakLine() }
        raw(close)
        isFirst = false
    }

    private mutating func key(_ name: String) {
        separate()
        raw("\"")
        raw(name)
        raw(layout == .compact ? "\":" : "\": ")
    }

    private mutating func separate() {
        if !isFirst { raw(layout == .spaced ? ", " : ",") }
        breakLine()
        isFirst = false
    }

    private mutating func breakLine() {
        guard layout == .pretty else { return }
        raw("\n")
        for _ in 0..<depth { raw("  ") }
    }

    private mutating func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}
