# >>> git-session {event} >>>
# Notes it in the work session; GIT_SESSION_HOOKS=0 switches that off. Taken out by: git session uninstall
if [ "${GIT_SESSION_HOOKS-1}" != 0 ]; then
  _git_session={program}; [ -x "$_git_session" ] || _git_session=git-session
  GIT_SESSION_RUN_BY=file:$PPID "$_git_session" hook {event} "$@" || :
fi </dev/null >/dev/null 2>&1 || :
# <<< git-session {event} <<<
