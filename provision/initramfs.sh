#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# initramfs.sh TREE MODULES TESTS WORK: write to standard output an initramfs that
# runs test programs: busybox, inside/, the programs in TESTS, describe or
# describe-NAME beside them, and those of the kernel MODULES that the folder TREE (or
# one below it) has, each after the modules it depends on. A module that is not in TREE
# is taken to be built in; TREE may be ''. What to run comes from another archive:
# run/Orders.pm. WORK is a folder for temporary files. BUSYBOX and STRIP name those of another architecture. SLOW spares a slow
# processor what takes it long: the modules' signatures, and a warning of theirs that
# comes again within a case. EXTRA is a folder with more files.
set -eu

tree=$1
wanted=$2
tests=$3
work=$4
here=$(dirname "$0")
# shellcheck source=provision/lib.sh
. "$here/lib.sh"
tmp=$(mktemp -d "$work/initramfs.XXXXXX")


add_module() {
	name=$(echo "$1" | tr - _)
	if grep -qx "$name" "$tmp/modules"; then
		return
	fi
	file=$(find_module "$tree" "$1")
	[ "$file" ] || return 0
	for need in $(modinfo -F depends "$file" | tr , ' '); do
		# A subshell, because sh has no local variables.
		(add_module "$need")
	done
	case $file in
	*.xz) xz -dc "$file" ;;
	*.zst) zstd -dc "$file" ;;
	*.gz) gzip -dc "$file" ;;
	*) cat "$file" ;;
	esac >"$tmp/lib/$name.ko"
	if [ "${SLOW-}" ]; then
		"${STRIP:-strip}" --strip-debug "$tmp/lib/$name.ko"
		"$here/warn_once.pl" "$tmp/lib/$name.ko"
	fi
	echo "$name" >>"$tmp/modules"
}

mkdir "$tmp/bin" "$tmp/dev" "$tmp/lib" "$tmp/proc" "$tmp/sys" "$tmp/tests" \
	"$tmp/tmp"
cp "$(command -v "${BUSYBOX:-busybox}")" "$tmp/bin/busybox"
ln -s busybox "$tmp/bin/sh"
cp "$here/../inside/init" "$here/../inside/churn" \
	"$here/../inside/runner.sh" "$tmp"
case ${tests##*/} in
tests) cp "$tests/../describe" "$tests/../mergeable" "$tmp" ;;
*) cp "$tests/../describe-${tests##*/}" "$tmp" ;;
esac
[ -z "${EXTRA-}" ] || cp -r "$EXTRA/." "$tmp"
chmod +x "$tmp/init"
: >"$tmp/modules"
for module in $wanted; do
	add_module "$module"
done
for test in "$tests"/*; do
	case ${test##*/} in *.*) continue ;; esac
	if ! "${STRIP:-strip}" -o "$tmp/tests/${test##*/}" "$test" 2>/dev/null; then
		cp "$test" "$tmp/tests"
	fi
done
(cd "$tmp" && find . | cpio -o -H newc -R 0:0 --quiet)
