#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# build.sh ARCH IMAGE [MUTANT]: KVM for the kernel package IMAGE
# ("linux-image-6.12-amd64"), with the bug that the file MUTANT puts in: a semantic
# patch (.cocci), or a sed script (.sed) for what Coccinelle cannot parse. Without
# one, from the unmodified source: the control. Prints three lines: the kernel's
# version, its file, and the folder of modules, if any, as run_tests.sh wants them
# for --kernel and --modules.
#
# Another kernel is named by KVM_DIRTY_KERNEL: one of Debian's that debian-kernel.sh knows
# ("7.3", "sid"), or a folder with a kernel's source. What is compiled
# of it, and how, is in packaged.sh or small.sh beside this file. One tree serves all
# builds, one at a time; an unmodified build of it is kept, so that a mutant compiles what
# its patch has changed and nothing else. What was built once is found again by the
# content of the patch.
#
# From the environment: CACHE, OFFLINE, KVM_DIRTY_KERNEL.
# shellcheck disable=SC2034,SC2154 # what the other part uses, and what it sets
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=${here%/*}
arch=$1
image=$2
mutant=${3-}
cache=${CACHE:-$top/build/cache}
kernel=${KVM_DIRTY_KERNEL-}
source=$top/build/linux folder=''
all=$top/build/mutants
name=control
[ -z "$mutant" ] || name=$(basename "${mutant%.*}")
export KVM_DIRTY_NAME="${KVM_DIRTY_NAME:-build.sh}"

# shellcheck source=provision/lib.sh
. "$top/provision/lib.sh"

patch() {
	case $mutant in
	*.sed) quietly sed -i -f "$mutant" "$1" ;;
	*) quietly spatch --very-quiet --no-includes --in-place \
		--sp-file "$mutant" "$1" ;;
	esac
}

apply() {
	for file in $files; do
		[ -f "$tree/src/$file" ] ||
			die "mutant $name: the kernel has no $file"
		patch "$tree/src/$file" || die "mutant $name cannot be applied:" \
			"$(grep -v '^ *$' "$log" | tail -n 3)"
		! cmp -s "$tree/src/$file" "$tree/clean/src/$file" ||
			die "mutant $name does not apply to $file of $version"
	done
}

# Remember the folders that mutants change, with their time stamps.
keep_tree() {
	for folder in $kept; do
		mkdir -p "$tree/clean/${folder%/*}"
		cp -a "$tree/$folder" "$tree/clean/$folder"
	done
}

clean_tree() {
	for folder in $kept; do
		rm -rf "${tree:?}/$folder"
		cp -a "$tree/clean/$folder" "$tree/$folder"
	done
}

# --- what is changed: clean_tree() puts no other file back for the next mutant

files=''
if [ "$mutant" ]; then
	files=$(sed -En 's,^(//|#) files: *,,p' "$mutant")
	[ "$files" ] || die "$mutant names no files (files: ...)"
fi
for file in $files; do
	case $file in
	virt/kvm/* | "arch/$arch/kvm/"*) ;;
	*) die "mutant $name: $file is not in virt/kvm or arch/$arch/kvm" ;;
	esac
done

# --- which kernel, and is it there

if [ -d "$kernel" ]; then
	source=$kernel folder=1
elif [ "$kernel" ]; then
	source=$("$top/provision/kernel-source.sh" --kernel "$kernel" "$cache")
elif ! [ -d "$source" ]; then
	"$top/provision/kernel-source.sh" "$cache" "$source" >&2
fi

# Put what a kernel is compiled from into the folder $1.
whole_source() {
	if [ "$folder" ]; then
		cp -r "$source" "$1"
		rm -rf "$1/.git"
	else
		"$top/provision/kernel-source.sh" ${kernel:+--kernel "$kernel"} \
			"$cache" "$1" all >&2
	fi
}
version=$(sed -n -e 's/^\(VERSION\|PATCHLEVEL\|SUBLEVEL\) = //p' \
	"$source/Makefile" | paste -sd.)
# Sets tree, and kept, the folders in it that hold KVM's source and what is compiled
# from it; defines identity, make_tree, compile, take and placed.
how=small
[ "$arch$folder" != x86 ] || how=packaged
# shellcheck source=/dev/null
. "$here/$how.sh"

# --- what was built before

mkdir -p "$all"
log=$all/$name.log
id=$({
	identity
	find "$source/virt/kvm" "$source/arch/$arch/kvm" -type f | sort |
		xargs cat
} | sha256sum | cut -c1-16)
# Words that explain a mutant do not change what is built.
key=$id-control
[ -z "$mutant" ] ||
	key=$id-$(grep -Ev '^(//|#) [^f]' "$mutant" | sha256sum | cut -c1-16)
built=$all/built/$key
if ! [ -d "$built" ]; then
	exec 9<"$all"
	flock 9
	if [ "$(cat "$tree/made" 2>/dev/null)" != "$id" ]; then
		rm -rf "$tree"
		mkdir -p "$tree"
		make_tree
		compile || {
			tail -n 20 "$log" >&2
			die "the kernel's KVM does not compile; see $log"
		}
		keep_tree
		echo "$id" >"$tree/made"
	fi
	clean_tree
	[ -z "$mutant" ] || apply
	compile || {
		grep -E 'error|warning' "$log" | head -n 5 >&2
		die "mutant $name does not compile; see $log"
	}
	rm -rf "$all/new-$arch"
	mkdir -p "$all/new-$arch" "$all/built"
	take "$all/new-$arch"
	mv "$all/new-$arch" "$built"
fi
echo "$version"
placed
