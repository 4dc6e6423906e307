#!/bin/sh
# What a user of the package does: installs the built tree into a fresh folder, and builds
# examples/two_phase_commit, copied out of the tree, against it with warnings as errors.
#
#   installed_package.sh SOURCE_DIR BINARY_DIR CMAKE
set -eu

if [ $# -ne 3 ]; then
  echo "usage: installed_package.sh SOURCE_DIR BINARY_DIR CMAKE" >&2
  exit 64
fi
source_dir=$1
binary_dir=$2
cmake=$3
unset DESTDIR

# A signal ends the script by `exit`, so that the folder is removed on every way out.
scratch=
trap 'rm -rf "$scratch"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
scratch=$(mktemp -d)
scratch=$(cd "$scratch" && pwd -P)
prefix=$scratch/prefix
output=$scratch/output

# fail TEXT: shows the last output, and ends.
fail() {
  if [ -s "$output" ]; then cat "$output" >&2; fi
  echo "installed_package.sh: $1" >&2
  exit 1
}

checked() { echo "ok: $1"; }

# must WORDS...: a command that has to succeed; its output is shown only if it does not.
must() { "$@" >"$output" 2>&1 || fail "exit status $? of: $*"; }

# cached NAME: the value in the cache of the build.
cached() { sed -n "s/^$1:[A-Z]*=//p" "$binary_dir/CMakeCache.txt"; }

# example_exits STATUS WORDS...: runs the example.
example_exits() {
  expected=$1
  shift
  status=0
  "$scratch/build/two_phase_commit" "$@" >"$output" 2>&1 || status=$?
  [ "$status" -eq "$expected" ] || fail "two_phase_commit $*: exit status $status, not $expected"
}

# example_said PATTERN: a line of its last output.
example_said() { grep -q -e "$1" "$output" || fail "no line of the output matches: $1"; }

# ---- the package
cached_compiler=$(cached CMAKE_CXX_COMPILER)
compiler=$(command -v "$cached_compiler") ||
  fail "no compiler in $binary_dir/CMakeCache.txt: '$cached_compiler'"
must "$cmake" --install "$binary_dir" --prefix "$prefix"
checked "installs into a fresh folder"
for file in man/man1/scrutineer.1 bash-completion/completions/scrutineer \
  zsh/vendor-completions/_scrutineer fish/vendor_completions.d/scrutineer.fish; do
  [ -s "$prefix/share/$file" ] || fail "share/$file is not installed"
done
checked "with its manual page and completions"

must "$prefix/bin/scrutineer" --version
version=$(cached CMAKE_PROJECT_VERSION)
[ "$(cat "$output")" = "scrutineer $version" ] || fail "--version does not say $version"
checked "the installed program says: $(cat "$output")"

# grep's status is 1 where it finds nothing, and find's is then too.
find "$prefix" -name '*.cmake' -exec grep -lF -e "$source_dir" -e "$binary_dir" '{}' + \
  >"$output" 2>&1 || true
[ ! -s "$output" ] || fail "these files of the package name the tree that it was built from"
checked "the package does not name the tree that it was built from"

# ---- a project that uses it
cp -R "$source_dir/examples/two_phase_commit" "$scratch/example"
warnings="-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror"
must "$cmake" -S "$scratch/example" -B "$scratch/build" -G "$(cached CMAKE_GENERATOR)" \
  -DCMAKE_MAKE_PROGRAM="$(cached CMAKE_MAKE_PROGRAM)" -DCMAKE_CXX_COMPILER="$compiler" \
  -DCMAKE_CXX_FLAGS="$(cached CMAKE_CXX_FLAGS) $warnings" -DCMAKE_PREFIX_PATH="$prefix"
grep -q "^scrutineer_DIR:PATH=$prefix/" "$scratch/build/CMakeCache.txt" ||
  fail "another package than the one installed here was found"
must "$cmake" --build "$scratch/build"
checked "the example is built outside of the tree with $compiler $warnings"

example_exits 0 3
example_said '^288 distinct states, 1145 generated, depth 10;'
example_said '^verdict: holds$'
checked "3 RMs: 288 states, holds, exit status 0"

example_exits 0 5
example_said '^8832 distinct states, 58145 generated, depth 16;'
example_said '^verdict: holds$'
checked "5 RMs: 8832 states, holds, exit status 0"

example_exits 1 --broken
example_said '^verdict: violated$'
example_said '^  consistency  *violated at depth 3:'
sed -n '/^  consistency /,/^  stability /p' "$output" >"$scratch/trace"
[ "$(grep -c '^ *[0-9][0-9]*  ' "$scratch/trace")" -eq 4 ] ||
  fail "the counterexample to consistency is not an initial state and 3 steps"
grep -q '^   3  RMRcvCommitMsg(r2)  *aborted committed working;' "$scratch/trace" ||
  fail "the counterexample does not end with an RM committed beside one aborted"
checked "--broken: a counterexample of 3 steps, exit status 1"

example_exits 2 3 --max-states 287
example_said '^verdict: incomplete (limit: states)$'
checked "a limit of 287 states: incomplete, exit status 2"

example_exits 2 10 --walks 300
example_said '^300 random walks, '
example_said '^verdict: incomplete$'
example_exits 1 10 --broken --walks 300
example_said '^  consistency  *violated at depth 3:'
checked "10 RMs, walked at random: incomplete; --broken: the bug in 3 steps"

for word in 0 11 3x --unknown; do
  example_exits 64 "$word"
done
example_exits 64 3 5
checked "bad arguments: exit status 64"
