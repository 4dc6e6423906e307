#!/bin/sh
# The Debian package of a build: made by cpack, and with everything in it that a user looks for.
#
#   debian_package.sh BINARY_DIR CPACK
set -eu

if [ $# -ne 2 ]; then
  echo "usage: debian_package.sh BINARY_DIR CPACK" >&2
  exit 64
fi
binary_dir=$1
cpack=$2
for tool in dpkg-deb dpkg-shlibdeps; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    echo "skipped: no $tool here"
    exit 77
  fi
done

scratch=
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
scratch=$(mktemp -d)

fail() {
  cat "$scratch/output" >&2
  echo "debian_package.sh: $1" >&2
  exit 1
}

"$cpack" --config "$binary_dir/CPackConfig.cmake" -B "$scratch/package" >"$scratch/output" 2>&1 ||
  fail "cpack failed"
package=$(find "$scratch/package" -maxdepth 1 -name 'scrutineer_*.deb')
[ -n "$package" ] || fail "no package"
dpkg-deb --contents "$package" >"$scratch/output"
for file in bin/scrutineer share/man/man1/scrutineer.1 \
  share/bash-completion/completions/scrutineer share/zsh/vendor-completions/_scrutineer \
  share/fish/vendor_completions.d/scrutineer.fish include/scrutineer/explorer/search.h \
  share/doc/scrutineer/examples/suites/raft.toml; do
  grep -q " ./usr/$file\$" "$scratch/output" || fail "no $file in the package"
done
dpkg-deb --info "$package" >"$scratch/output"
for line in 'Package: scrutineer' 'Depends: .*libtbb' 'Depends: .*libfmt'; do
  grep -q "$line" "$scratch/output" || fail "no line '$line' in the package's control file"
done
dpkg-deb --extract "$package" "$scratch/root"
"$scratch/root/usr/bin/scrutineer" check raft --quiet >"$scratch/output" 2>&1 ||
  fail "the packaged program does not run"
echo "ok: $(basename "$package")"
