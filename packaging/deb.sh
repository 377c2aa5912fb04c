#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# deb.sh: what `make deb` does. The package is made in build/deb, of a copy of the tree
# that shares build/ with it, so that what is built is not built again, and the kernel's
# source need not be installed. dpkg-buildpackage in the tree itself does the same.
set -eu
cd "${0%/*}/.."
for tool in dh help2man; do
	if ! command -v "$tool" >/dev/null; then
		echo "${0##*/}: there is no $tool" >&2
		exit 2
	fi
done
rm -rf build/deb
mkdir -p build/deb/kvm-dirty-tests
find . -path ./build -prune -o -path ./.git -prune -o -type f -print0 |
	tar --null --files-from - -cf - | tar -C build/deb/kvm-dirty-tests -xf -
ln -s ../.. build/deb/kvm-dirty-tests/build
log=$PWD/build/deb/log
if ! (cd build/deb/kvm-dirty-tests && MAKEFLAGS='' dpkg-buildpackage -b -d -us -uc -nc) \
	>"$log" 2>&1 </dev/null; then
	cat "$log" >&2
	exit 2
fi
ls build/deb/*.deb
