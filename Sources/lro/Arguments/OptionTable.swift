/// The options of one command, in the sections of its help, each with what it does to the parsed values.
///
/// This table is the only place that knows an option: the reader, the help, the completions and the manual page are all
/// made from it.
struct OptionTable<Values>: Sendable {
    /// An option, and what its value does.
    struct Rule: Sendable {
        var option: Option
        var apply: @Sendable (inout Values, ArgumentText) throws(UsageError) -> Void
    }

    /// Options that the help shows under one title.
    struct Section: Sendable {
        var title: String
        var rules: [Rule]
    }

    var sections: [Section]

    var rules: [Rule] { sections.flatMap(\.rules) }
}

extension OptionTable.Rule {
    /// An option without a value, that sets a member.
    static func flag<Member: Sendable>(
        _ name: String,
        short: Character? = nil,
        sets member: any WritableKeyPath<Values, Member> & Sendable,
        to setting: Member,
        _ summary: String
    ) -> Self {
        let option = Option(name: name, short: short, value: nil, summary: summary)
        return Self(option: option) { (values, _) throws(UsageError) in
            values[keyPath: member] = setting
        }
    }

    /// An option with a value, that is read into a member.
    static func value<Member>(
        _ name: String,
        short: Character? = nil,
        _ placeholder: String,
        completes completion: Option.Completion = .nothing,
        into member: any WritableKeyPath<Values, Member> & Sendable,
        by read: @escaping @Sendable (ArgumentText) throws(UsageError) -> Member,
        _ summary: String
    ) -> Self {
        let value = Option.Value(placeholder: placeholder, completion: completion)
        let option = Option(name: name, short: short, value: value, summary: summary)
        return Self(option: option) { (values, text) throws(UsageError) in
            do throws(UsageError) {
                values[keyPath: member] = try read(text)
            } catch {
                throw UsageError("option '\(option.spelling)': \(error.message)", suggestion: error.suggestion)
            }
        }
    }

    /// The same option for values that hold these values as a member.
    func lifted<Whole>(to member: any WritableKeyPath<Whole, Values> & Sendable) -> OptionTable<Whole>.Rule {
        .init(option: option) { [apply] (whole, text) throws(UsageError) in
            try apply(&whole[keyPath: member], text)
        }
    }
}

extension OptionTable.Section {
    /// The same section for values that hold these values as a member.
    func lifted<Whole>(to member: any WritableKeyPath<Whole, Values> & Sendable) -> OptionTable<Whole>.Section {
        .init(title: title, rules: rules.map { $0.lifted(to: member) })
    }
}
