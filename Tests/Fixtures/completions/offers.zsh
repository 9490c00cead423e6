# Types a command line into an interactive zsh that has the completion system, presses TAB and prints what that offers.
#
#   zsh -f offers.zsh SCRIPT LINE
zmodload zsh/zpty
setup="$(mktemp)"
cat > "$setup" <<'END'
unsetopt beep
PS1=
autoload -Uz compinit
compinit -D -u
source "$SCRIPT"
compadd() {
    # Calls that only ask are none that offer.
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
    local -a offered
    builtin compadd -A offered "$@"
    print -rl -- ${offered/#/OFFER:}
    builtin compadd "$@"
}
offer() { print; zle complete-word; print -r -- END-OF-OFFERS; }
zle -N offer
bindkey '^I' offer
print -r -- SETUP-IS-DONE
END
export SCRIPT="$1"
zpty shell zsh -f -i
zpty -w shell "source $setup"
zpty -r -m shell text '*SETUP-IS-DONE*'
zpty -w -n shell "$2"$'\t'
zpty -r -m shell text '*END-OF-OFFERS*'
zpty -d shell
rm -f "$setup"
print -r -- ${(u)${(M)${(f)${text//$'\r'/}}:#OFFER:*}#OFFER:}
