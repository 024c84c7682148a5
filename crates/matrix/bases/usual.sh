# Our repository `repo`, theirs `theirs`, and patches. $1: what `git init` is told.
set -e
git init --quiet $1 repo
cd repo
add() { printf '%s\n' "$2" >"$1"; git add "$1"; git commit --quiet -m "$3"; }
add a 1 one
git tag start

git switch --quiet -c topic
add t1 1 t1
add t2 1 t2
git branch topic-part
add t3 1 t3
git switch --quiet -c side start
add s 1 side
git switch --quiet -c third start
add u 1 third
# Two clean ones around one that is in conflict with main.
git switch --quiet -c half start
add n1 1 n1
add a half n2
add n3 1 n3
git switch --quiet -c clash start
add a clash clash
# A merge between two commits.
git switch --quiet -c merged start
add k1 1 k1
git merge --quiet --no-ff -m 'merge side' side
add k2 1 k2

git switch --quiet main
add a 2 two
add b 1 three
git switch --quiet -c ahead
add h1 1 h1
add h2 1 h2
git switch --quiet main

mkdir ../patches ../patches-half
git format-patch --quiet -o ../patches start..topic
git format-patch --quiet -o ../patches-half start..half

git clone --quiet . ../theirs
cd ../theirs
GIT_COMMITTER_DATE="${GIT_COMMITTER_DATE% *} +0200"
add f1 1 f1
add f2 1 f2
git switch --quiet -c foreign-topic HEAD~2
add g1 1 g1
add g2 1 g2
git switch --quiet main
git remote set-url origin ../repo
cd ../repo
git remote add origin ../theirs
git config branch.main.remote origin
git config branch.main.merge refs/heads/main
