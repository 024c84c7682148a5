#compdef git-session
# Completion of `git session` and `git-session` for zsh:
#   source <(git session completions zsh)        after compinit
# or, once for all, as the file _git-session in a folder of $fpath:
#   git session completions zsh > ~/.zfunc/_git-session
# That of `git session` comes with zsh's own completion of git.

_git-session() {
    local line
    local -a lines words_so_far ended open
    words_so_far=("${(@Q)words[2,CURRENT]}")
    lines=("${(@f)$(GIT_SESSION_COMPLETE=zsh command git-session -- git-session "${words_so_far[@]}" 2>/dev/null)}")
    for line in $lines; do
        # After a folder or an = more of the word follows.
        case ${${line%%[^\\]:*}} in
            *[=/]) open+=("$line") ;;
            *) ended+=("$line") ;;
        esac
    done
    local ret=1
    (( $#ended )) && _describe -V -t values 'git session' ended && ret=0
    (( $#open )) && _describe -V -t open-values 'git session' open -S '' && ret=0
    return ret
}

if [[ ${funcstack[1]} == _git-session ]]; then
    _git-session "$@"
else
    compdef _git-session git-session
fi
