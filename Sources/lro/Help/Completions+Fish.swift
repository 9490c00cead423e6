extension Completions {
    /// A script for fish's folder of completions.
    var fish: String {
        var script = """
            # fish completion of lro; made by 'lro completions fish'

            complete -c lro -f
            complete -c lro -n __fish_use_subcommand -s h -l help -d 'Show help'
            complete -c lro -n __fish_use_subcommand -l version -d 'Show the version'
            function __lro_services
                set -l before (string match -r '.*,' -- (commandline -ct | string replace -r '^--[^=]*=' ''))
                for service in \(services.joined(separator: " "))
                    echo "$before$service"
                end
            end

            """
        for command in commands {
            script +=
                "\ncomplete -c lro -n __fish_use_subcommand -a \(command.name) -d \(Self.fishQuoted(command.summary))\n"
            let condition = "-n '__fish_seen_subcommand_from \(command.name)'"
            if command.operands.completion != .nothing {
                script += "complete -c lro \(condition) \(fishArguments(for: command.operands.completion))\n"
            }
            for option in command.options {
                let short = option.short.map { " -s \($0)" } ?? ""
                let value = option.value.map { " -r " + fishArguments(for: $0.completion) } ?? ""
                script += "complete -c lro \(condition)\(short) -l \(option.name)\(value)"
                script += " -d \(Self.fishQuoted(Self.menuText(of: option)))\n"
            }
        }
        return script
    }

    private func fishArguments(for completion: Option.Completion) -> String {
        switch completion {
        case .nothing: "-f"
        case .files: "-F"
        case .directories: "-f -a '(__fish_complete_directories)'"
        case .filesOr(let words): "-F -a '\(words.joined(separator: " "))'"
        case .words(let words): "-f -a '\(words.joined(separator: " "))'"
        case .services: "-f -a '(__lro_services)'"
        }
    }

    private static func fishQuoted(_ text: String) -> String {
        var quoted = ""
        for character in text {
            if character == "'" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return "'\(quoted)'"
    }
}
