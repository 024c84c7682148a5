# The usual repository, bare, with a linked worktree in place of the main one.
set -e
git clone --quiet --bare repo bare.git
rm -rf repo
git -C bare.git remote set-url origin ../theirs
git -C bare.git worktree add --quiet ../repo main
