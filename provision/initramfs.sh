#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# initramfs.sh TREE MODULES LATER WORK: write to standard output an initramfs that
# waits for what it shall run: busybox, inside/init, and those of the kernel MODULES that
# the folder TREE (or one below it) has, each after the modules it depends on. A module
# that is not in TREE is taken to be built in; TREE may be ''. KVM's own modules go to the
# folder LATER, if it is not '': as the test programs and what to run, they come in
# another archive, see run/Orders.pm. So this one is the same for all builds of KVM for a
# kernel. The file /modules there has their names, in order; those that follow the word
# "network:" in MODULES are in /network.
#
# WORK is a folder for temporary files. BUSYBOX and STRIP name those of another
# architecture. PORT is the serial line that results leave on. RECEIVE is the program
# that waits in a machine that is saved. SLOW spares a slow processor what takes it long:
# the modules' signatures, and a warning of theirs that comes again within a case. EXTRA
# is a folder with more files, and INIT another first process of inside/.
set -eu

tree=$1
wanted=$2
later=$3
work=$4
here=$(dirname "$0")
# shellcheck source=provision/lib.sh
. "$here/lib.sh"
tmp=$(mktemp -d "$work/initramfs.XXXXXX")
root=$tmp/root

add_module() {
	name=$(echo "$1" | tr - _)
	if grep -qx "$name" "$root/modules" "$root/$list"; then
		return
	fi
	file=$(grep "/$(echo "$1" | sed 's/[-_]/[-_]/g')[.]ko" "$tmp/found" |
		head -n 1)
	[ "$file" ] || return 0
	for need in $(modinfo -F depends "$file" | tr , ' '); do
		# A subshell, because sh has no local variables.
		(add_module "$need")
	done
	case $name in
	kvm*) to=${later:-$root/lib} ;;
	*) to=$root/lib ;;
	esac
	case $file in
	*.xz) xz -dc "$file" ;;
	*.zst) zstd -dc "$file" ;;
	*.gz) gzip -dc "$file" ;;
	*) cat "$file" ;;
	esac >"$to/$name.ko"
	if [ "${SLOW-}" ]; then
		"${STRIP:-strip}" --strip-debug "$to/$name.ko"
		"$here/warn_once.pl" "$to/$name.ko"
	fi
	echo "$name" >>"$root/$list"
}

mkdir "$root" "$root/bin" "$root/dev" "$root/lib" "$root/proc" "$root/sys" \
	"$root/tests" "$root/tmp"
cp "$(command -v "${BUSYBOX:-busybox}")" "$root/bin/busybox"
ln -s busybox "$root/bin/sh"
cp "$here/../inside/${INIT:-init}" "$root/init"
cp "$here/../inside/machine.sh" "$root"
echo "$PORT" >"$root/port"
[ -z "${RECEIVE-}" ] || cp "$RECEIVE" "$root/receive"
[ -z "${EXTRA-}" ] || cp -r "$EXTRA/." "$root"
chmod +x "$root/init"
list=modules
: >"$root/$list"
: >"$tmp/found"
[ -z "$tree" ] || find "$tree/" -name '*.ko*' >"$tmp/found"
for module in $wanted; do
	case $module in
	network:)
		list=network
		: >"$root/$list" ;;
	*) add_module "$module" ;;
	esac
done
# The same content makes the same archive.
cd "$root"
find . -exec touch -h -d @0 {} +
find . | LC_ALL=C sort | cpio -o -H newc -R 0:0 --reproducible --quiet
