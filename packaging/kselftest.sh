#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# kselftest.sh BUILD CACHE DEST VERSION [KERNEL]: what `make kselftest-install` does. The
# kernel's own Makefile of its selftests, of Debian's source of KERNEL ("7.3", as
# run_tests.sh --kernel has it) or of the tree in that folder, installs packaging/kselftest to
# DEST, with run_kselftest.sh. The programs in BUILD and the runner come with it, so that DEST
# can be copied to any machine that has Perl.
set -eu
cd "${0%/*}/.."
build=$1 cache=$2 version=$4 kernel=${5:-7.3}
die() {
	echo "${0##*/}: $*" >&2
	exit 2
}
case $3 in *[[:space:]]*) die "the kernel's Makefile takes no blank in KSELFTEST=$3" ;; esac
command -v rsync >/dev/null || die "there is no rsync, which the kernel's Makefile wants"
mkdir -p "$3"
dest=$(cd "$3" && pwd)
source=$kernel
[ -d "$source" ] || source=$(provision/kernel-source.sh --kernel "$kernel" "$cache")

# The part of the tree that this takes, as nothing is made in a tree of somebody else's.
tree=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-kselftest.XXXXXX")
trap 'rm -rf "$tree"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
selftests=tools/testing/selftests
mkdir -p "$tree/$selftests" "$tree/scripts"
cp "$source/scripts/subarch.include" "$tree/scripts"
for part in Makefile lib.mk run_kselftest.sh kselftest; do
	cp -r "$source/$selftests/$part" "$tree/$selftests"
done
cp -r packaging/kselftest "$tree/$selftests/kvm-dirty"
MAKEFLAGS='' make -s -C "$tree/$selftests" TARGETS=kvm-dirty install INSTALL_PATH="$dest" \
	>"$tree/log" 2>&1 || {
	cat "$tree/log" >&2
	exit 2
}
# gate.sh looks for it there.
packaging/install.sh "$build" "$dest/kvm-dirty" /gate "$version" >/dev/null
echo "$dest/run_kselftest.sh"
