# The usual repository as the submodule `repo/part` of another.
set -e
git init --quiet whole
mv repo part
git -C part config --unset branch.main.remote
git -C part config --unset branch.main.merge
cd whole
git submodule --quiet add ../part part
git commit --quiet -m 'add a part'
cd part
for branch in topic side half; do git branch --quiet "$branch" "origin/$branch"; done
git remote set-url origin ../../theirs
cd ../..
mv whole repo
