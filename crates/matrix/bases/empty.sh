# A repository without a commit.
set -e
git init --quiet repo
