/// Reads the arguments of one command by its option table.
///
/// `--name value`, `--name=value`, `-x value` and `-xvalue` are understood; the last of several values counts. `--`
/// ends the options, and `-` is an operand (standard input). A separate value may not look like an option, so that a
/// forgotten value never swallows the option after it; `--name=-value` says that it is meant.
struct ArgumentReader<Options: CommandOptions> {
    /// What the user asked for.
    enum Request {
        case help
        case run(Options)
    }

    private let rules: [OptionTable<Options>.Rule]

    init() {
        rules = Options.table.rules
    }

    func read(_ arguments: [ArgumentText]) throws(UsageError) -> Request {
        var options = Options()
        var index = 0
        var optionsEnded = false
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if optionsEnded || !argument.hasPrefix("-") || argument.bytes.count == 1 {
                try options.takeOperand(argument)
            } else if argument.isExactly("--") {
                optionsEnded = true
            } else if argument.isExactly("--help") || argument.isExactly("-h") {
                return .help
            } else {
                let (rule, attached) = try find(argument)
                let value = try value(of: rule.option, attached: attached, arguments: arguments, index: &index)
                try rule.apply(&options, value)
            }
        }
        try options.validate()
        return .run(options)
    }

    /// The option that an argument names, and the value that is written together with it.
    private func find(
        _ argument: ArgumentText
    ) throws(UsageError) -> (rule: OptionTable<Options>.Rule, attached: ArgumentText?) {
        if argument.hasPrefix("--") {
            let body = argument.bytes.dropFirst(2)
            let name = body.prefix { $0 != UInt8(ascii: "=") }
            for rule in rules where rule.option.name.utf8.elementsEqual(name) {
                return (rule, name.count == body.count ? nil : argument.dropping(2 + name.count + 1))
            }
            throw unknown(ArgumentText(bytes: Array(argument.bytes.prefix(2 + name.count))))
        }
        for rule in rules {
            guard let short = rule.option.short, argument.bytes[1] == short.asciiValue else { continue }
            let isAlone = argument.bytes.count == 2
            guard isAlone || rule.option.value != nil else { break }
            return (rule, isAlone ? nil : argument.dropping(2))
        }
        throw unknown(argument)
    }

    private func value(
        of option: Option,
        attached: ArgumentText?,
        arguments: [ArgumentText],
        index: inout Int
    ) throws(UsageError) -> ArgumentText {
        guard let value = option.value else {
            guard attached == nil else { throw UsageError("option '\(option.spelling)' takes no value") }
            return ""
        }
        if let attached { return attached }
        guard index < arguments.count else {
            throw UsageError("option '\(option.spelling)' needs a value: \(value.placeholder)")
        }
        let next = arguments[index]
        guard !next.hasPrefix("-") || next.bytes.count == 1 else {
            throw UsageError(
                "option '\(option.spelling)' needs a value: \(value.placeholder) "
                    + "(a value that begins with '-' is written \(option.spelling)=VALUE)"
            )
        }
        index += 1
        return next
    }

    private func unknown(_ argument: ArgumentText) -> UsageError {
        let names = rules.map(\.option.name) + [Option.help.name]
        let typed = argument.bytes.drop { $0 == UInt8(ascii: "-") }
        let suggestion = Suggestion.nearest(to: typed, among: names).map { "--" + $0 }
        return UsageError("unknown option \(argument.quoted)", suggestion: suggestion)
    }
}
