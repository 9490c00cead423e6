extension Completions {
    /// A script that bash reads with `source`.
    var bash: String {
        var script = """
            # bash completion of lro; made by 'lro completions bash'

            _lro_files() { mapfile -t COMPREPLY < <(compgen -f -- "$1"); compopt -o filenames 2>/dev/null; }
            _lro_folders() { mapfile -t COMPREPLY < <(compgen -d -- "$1"); compopt -o filenames 2>/dev/null; }
            _lro_words() { mapfile -t COMPREPLY < <(compgen -W "$2" -- "$1"); }
            _lro_files_or_words() {
                mapfile -t COMPREPLY < <(compgen -W "$2" -- "$1"; compgen -f -- "$1")
                compopt -o filenames 2>/dev/null
            }
            _lro_services() {
                local before=""
                case $1 in *,*) before="${1%,*}," ;; esac
                mapfile -t COMPREPLY < <(compgen -P "$before" -W "\(services.joined(separator: " "))" -- "${1##*,}")
                compopt -o nospace 2>/dev/null
            }

            _lro() {
                local current="${COMP_WORDS[COMP_CWORD]}" previous="" command="${COMP_WORDS[1]}"
                COMPREPLY=()
                if ((COMP_CWORD == 1)); then
                    _lro_words "$current" "\(commands.map(\.name).joined(separator: " ")) --help --version"
                    return
                fi
                previous="${COMP_WORDS[COMP_CWORD - 1]}"
                # --name=value comes as three words.
                if [[ $current == "=" ]]; then current=""; fi
                if [[ $previous == "=" ]]; then previous="${COMP_WORDS[COMP_CWORD - 2]}"; fi
                case $command in

            """
        for command in commands {
            script += bashCase(of: command)
        }
        script += """
                esac
            }

            complete -F _lro lro

            """
        return script
    }

    private func bashCase(of command: CommandDescription) -> String {
        var script = "        \(command.name))\n"
        let options = command.options.filter { $0.value != nil }
        if !options.isEmpty {
            script += "            case $previous in\n"
            for option in options {
                let names = Self.spellings(of: option).joined(separator: " | ")
                let call = bashCall(for: option.value?.completion ?? .nothing)
                script += "                \(names)) \(call); return ;;\n"
            }
            script += "            esac\n"
        }
        let names = command.options.flatMap(Self.spellings).joined(separator: " ")
        script += "            if [[ $current == -* ]]; then _lro_words \"$current\" \"\(names)\"; return; fi\n"
        script += "            \(bashCall(for: command.operands.completion)) ;;\n"
        return script
    }

    private func bashCall(for completion: Option.Completion) -> String {
        switch completion {
        case .nothing: ":"
        case .files: "_lro_files \"$current\""
        case .directories: "_lro_folders \"$current\""
        case .filesOr(let words): "_lro_files_or_words \"$current\" \"\(words.joined(separator: " "))\""
        case .words(let words): "_lro_words \"$current\" \"\(words.joined(separator: " "))\""
        case .services: "_lro_services \"$current\""
        }
    }
}
