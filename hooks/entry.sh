[ "${GIT_SESSION_HOOKS-1}" = 0 ] || { p={program}; [ -x "$p" ] || p=git-session; {run_by}"$p" hook {event} "$@"; } </dev/null >/dev/null 2>&1 || :
