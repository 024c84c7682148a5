# Completion of `git session` and `git-session` for bash:
#   source <(git session completions bash)
# or, once for all, as the file git-session in a folder that bash-completion reads:
#   git session completions bash > ~/.local/share/bash-completion/completions/git-session
# That of `git session` comes with git's own completion.

# Offers what can stand at the cursor. The arguments: the words after the program's name, that at the cursor last.
__git_session_offer() {
    local cur=${!#} line value help width=0
    local -a run=(git-session) lines=()
    # git -C FOLDER session …
    [[ -n ${__git_C_args[*]-} ]] && run=(git "${__git_C_args[@]}" session)
    while IFS= read -r line; do
        lines+=("$line")
    done < <(GIT_SESSION_COMPLETE=bash "${run[@]}" -- git-session "$@" 2>/dev/null)
    COMPREPLY=()
    # Of a word with = or : in it, readline sees what follows.
    local before=${cur%"${cur##*[=:]}"}
    [[ $COMP_WORDBREAKS == *[=:]* ]] || before=
    # What is listed and not inserted has its explanation beside it.
    if [[ ${#lines[@]} -gt 1 && ${COMP_TYPE-} == 63 ]]; then
        for line in "${lines[@]}"; do
            value=${line%%$'\t'*}
            (( ${#value} > width )) && width=${#value}
        done
        for line in "${lines[@]}"; do
            value=${line%%$'\t'*}
            help=
            [[ $line == *$'\t'* ]] && help="(${line#*$'\t'})"
            printf -v line '%-*s  %s' "$width" "${value#"$before"}" "$help"
            COMPREPLY+=("${line:0:${COLUMNS:-80}-1}")
        done
        return 0
    fi
    for line in ${lines[@]+"${lines[@]}"}; do
        value=${line%%$'\t'*}
        value=${value#"$before"}
        # More of it follows, or a blank does.
        [[ $value == *[=/] ]] || value+=' '
        COMPREPLY+=("$value")
    done
}

# What git's completion calls: it has set words and cword.
_git_session() {
    local i=${__git_cmd_idx:-1}
    while (( i < cword )) && [[ ${words[i]} != session ]]; do ((i++)); done
    __git_session_offer "${words[@]:i+1:cword-i}"
}

__git_session_main() {
    local -a typed=()
    local word last i joined=
    for (( i = 1; i <= COMP_CWORD; i++ )); do
        word=${COMP_WORDS[i]}
        last=$(( ${#typed[@]} - 1 ))
        # readline takes words apart at = and :
        if (( last >= 0 )) && [[ -n $joined || $word == [=:] ]]; then
            typed[last]+=$word
        else
            typed+=("$word")
        fi
        joined=
        [[ $word == [=:] ]] && joined=1
    done
    __git_session_offer ${typed[@]+"${typed[@]}"}
}

complete -o bashdefault -o default -o nospace -o nosort -F __git_session_main git-session 2>/dev/null ||
    complete -o bashdefault -o default -o nospace -F __git_session_main git-session
