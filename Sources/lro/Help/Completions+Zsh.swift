extension Completions {
    /// A script for a folder of zsh's `fpath`, as `_lro`.
    var zsh: String {
        var script = """
            #compdef lro
            # zsh completion of lro; made by 'lro completions zsh'

            _lro_services() { \(zshServices) }

            _lro() {
                local context state state_descr line
                typeset -A opt_args
                _arguments -C '(- *)'{-h,--help}'[show help]' '(- *)--version[show the version]' \\
                    '1: :->command' '*:: :->arguments'
                case $state in
                    command)
                        local -a commands=(

            """
        for command in commands {
            let entry = command.name + ":" + Self.escapingColons(command.summary)
            script += "                " + Self.quoted(entry) + "\n"
        }
        script += """
                        )
                        _describe 'command' commands ;;
                    arguments)
                        case $line[1] in

            """
        for command in commands {
            script += zshCase(of: command)
        }
        script += """
                        esac ;;
                esac
            }

            # Read as a function by the completion system, or by 'source'.
            if [[ $funcstack[1] == _lro ]]; then _lro "$@"; else compdef _lro lro; fi

            """
        return script
    }

    private var zshServices: String {
        services.isEmpty ? "_message 'service'" : "_values -s , 'service' " + services.joined(separator: " ")
    }

    private func zshCase(of command: CommandDescription) -> String {
        var specifications = command.options.flatMap { option in
            Self.spellings(of: option).map { spelling in zshSpecification(of: option, as: spelling) }
        }
        if !command.operands.placeholder.isEmpty {
            let label = command.operands.placeholder.filter { $0 != "[" && $0 != "]" && $0 != ":" }
            specifications.append(Self.quoted("*:\(label):" + zshAction(for: command.operands.completion)))
        }
        let indent = String(repeating: " ", count: 20)
        return "                \(command.name)) _arguments -s -S \\\n"
            + specifications.map { indent + $0 }.joined(separator: " \\\n") + " ;;\n"
    }

    private func zshSpecification(of option: Option, as spelling: String) -> String {
        var text = spelling
        if option.value != nil {
            text += spelling.hasPrefix("--") ? "=" : "+"
        }
        let menuText = Self.menuText(of: option).filter { $0 != "[" && $0 != "]" }
        text += "[\(Self.escapingColons(menuText))]"
        if let value = option.value {
            text += ":" + Self.escapingColons(value.placeholder) + ":" + zshAction(for: value.completion)
        }
        return Self.quoted(text)
    }

    private func zshAction(for completion: Option.Completion) -> String {
        switch completion {
        case .nothing: " "
        case .files: "_files"
        case .directories: "_files -/"
        case .filesOr(let words): "{compadd -- \(words.joined(separator: " ")); _files}"
        case .words(let words): "(\(words.joined(separator: " ")))"
        case .services: "_lro_services"
        }
    }

    private static func escapingColons(_ text: String) -> String {
        text.split(separator: ":", omittingEmptySubsequences: false).joined(separator: "\\:")
    }
}
