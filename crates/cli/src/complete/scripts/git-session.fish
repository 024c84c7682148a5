# Completion of `git session` and `git-session` for fish:
#   git session completions fish | source
# or, once for all:
#   git session completions fish > ~/.config/fish/conf.d/git-session.fish

# Offers what can stand at the cursor. The arguments: the words after the program's name, that at the cursor left out.
function __git_session_offer
    GIT_SESSION_COMPLETE=fish command git-session -- git-session $argv (commandline --current-token --cut-at-cursor) 2>/dev/null
end

function __git_session_offer_here
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    __git_session_offer $words[2..]
end

function __git_session_offer_below_git
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    while set -q words[1]; and test $words[1] != session
        set -e words[1]
    end
    __git_session_offer $words[2..]
end

complete --command git-session --no-files --keep-order --arguments '(__git_session_offer_here)'
complete --command git --no-files --keep-order --condition '__fish_git_using_command session' --arguments '(__git_session_offer_below_git)'
complete --command git --no-files --condition __fish_git_needs_command --arguments session --description 'Keep the record of work sessions'
