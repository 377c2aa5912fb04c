#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# build.sh IMAGE [MUTANT]: KVM's modules for the kernel package IMAGE
# ("linux-image-6.12-amd64"), with the bug that the file MUTANT puts in: a semantic
# patch (.cocci), or a sed script (.sed) for what Coccinelle cannot parse. Without
# one, from the unmodified source: the control. Prints the kernel's file, and on a
# line of its own the folder of modules, as run_tests.sh wants them for --kernel
# and --modules.
#
# The source is build/linux (see platforms/kernel-source.sh), compiled against
# the headers package of that very kernel, so with its config, its symbol versions
# and its release name. One tree serves all builds, one at a time; an unmodified
# build of it is kept, so that a mutant compiles what its patch has changed and
# nothing else. What was built once is found again by the content of the patch.
#
# From the environment: CACHE, OFFLINE.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=${here%/*}
image=$1
mutant=${2-}
cache=${CACHE:-$top/build/cache}
source=$top/build/linux
all=$top/build/mutants
name=control
[ -z "$mutant" ] || name=$(basename "${mutant%.*}")
child=''
export KVM_DIRTY_NAME="${KVM_DIRTY_NAME:-build.sh}"

die() {
	echo "$KVM_DIRTY_NAME: $*" >&2
	exit 2
}

cleanup() {
	[ -z "$child" ] || kill "$child" 2>/dev/null || :
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# In the background, because sh runs its traps only between commands. The lock
# (fd 9) stays with this shell alone.
quietly() {
	setpriv --pdeathsig TERM "$@" >"$log" 2>&1 9<&- &
	child=$!
	status=0
	wait "$child" || status=$?
	child=
	return "$status"
}

# The modules that KVM's need besides each other, as the image has them.
add_needs() {
	for need in $(modinfo -F depends "$1" | tr , ' '); do
		case $need in kvm*) continue ;; esac
		file=$(find "$cache/$image/lib/modules/" \
			-name "$(echo "$need" | sed 's/[-_]/[-_]/g').ko*" |
			head -n 1)
		if [ -z "$file" ] || [ -e "$2/${file##*/}" ]; then
			continue
		fi
		cp "$file" "$2"
		# A subshell, because sh has no local variables.
		(add_needs "$file" "$2")
	done
}

# Compile what has changed. Debug information would double the time.
compile() {
	quietly make -C "$tree/out" -j"$(nproc)" M="$kvm" CONFIG_DEBUG_INFO= \
		CONFIG_DEBUG_INFO_BTF_MODULES= modules
}

# A kernel tree that is enough to compile KVM in: headers and scripts from the
# packages, KVM's own source.
make_tree() {
	rm -rf "$tree"
	mkdir -p "$tree"
	cp -r "$cache/$common/usr/src/$common" "$tree/src"
	cp -r "$cache/$headers/usr/src/$headers" "$tree/out"
	cp -r "$cache/$kbuild/usr/lib/$kbuild" "$tree/kbuild"
	for part in src out; do
		for link in scripts tools; do
			rm -rf "${tree:?}/$part/$link"
			ln -s "../kbuild/$link" "$tree/$part/$link"
		done
	done
	echo "include $tree/src/Makefile" >"$tree/out/Makefile"
	mkdir "$tree/src/virt"
	cp -r "$source/virt/kvm" "$tree/src/virt/kvm"
	cp -r "$source/arch/x86/kvm" "$kvm"
	compile || {
		tail -n 20 "$log" >&2
		die "the kernel's KVM does not compile; see $log"
	}
	mkdir "$tree/clean"
	cp -a "$tree/src/virt/kvm" "$tree/clean/virt"
	cp -a "$kvm" "$tree/clean/x86"
	echo "$id" >"$tree/made"
}

# As make_tree left it, with the same time stamps.
clean_tree() {
	rm -rf "$kvm" "$tree/src/virt/kvm"
	cp -a "$tree/clean/virt" "$tree/src/virt/kvm"
	cp -a "$tree/clean/x86" "$kvm"
}

patch() {
	case $mutant in
	*.sed) quietly sed -i -f "$mutant" "$1" ;;
	*) quietly spatch --very-quiet --no-includes --in-place \
		--sp-file "$mutant" "$1" ;;
	esac
}

apply() {
	files=$(sed -En 's,^(//|#) files: *,,p' "$mutant")
	[ "$files" ] || die "$mutant names no files (files: ...)"
	for file in $files; do
		[ -f "$tree/src/$file" ] ||
			die "mutant $name: the kernel has no $file"
		patch "$tree/src/$file" || die "mutant $name cannot be applied:" \
			"$(grep -v '^ *$' "$log" | tail -n 3)"
		case $file in
		virt/*) was=clean/virt/${file##*/} ;;
		*) was=clean/x86/${file#arch/x86/kvm/} ;;
		esac
		! cmp -s "$tree/src/$file" "$tree/$was" ||
			die "mutant $name does not apply to $file of $release"
	done
}

# --- which kernel, and is it there

"$top/platforms/fetch.sh" "$image" "$cache" >&2
release=$(ls "$cache/$image/lib/modules")
kernel=$cache/$image/boot/vmlinuz-$release
headers=linux-headers-$release
common=${headers%-*}-common
kbuild=linux-kbuild-${release%-*}
for package in "$headers" "$common" "$kbuild"; do
	"$top/platforms/fetch.sh" "$package" "$cache" >&2
done
[ -d "$source" ] || "$top/platforms/kernel-source.sh" "$cache" "$source" >&2
version=$(sed -n -e 's/^\(VERSION\|PATCHLEVEL\|SUBLEVEL\) = //p' \
	"$source/Makefile" | paste -sd.)
[ "${release%%[!0-9.]*}" = "$version" ] || die "the kernel $release is not of" \
	"the version $version that the source in $source is of: upgrade the" \
	"package linux-source-6.12 and remove that folder"

# --- what was built before

mkdir -p "$all"
tree=$all/tree-$release
kvm=$tree/src/arch/x86/kvm
log=$all/$name.log
id=$({
	cat "$source/Makefile" "$cache/$headers/usr/src/$headers/.config"
	find "$source/virt/kvm" "$source/arch/x86/kvm" -type f | sort |
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
	[ "$(cat "$tree/made" 2>/dev/null)" = "$id" ] || make_tree
	clean_tree
	[ -z "$mutant" ] || apply
	compile || {
		grep -E 'error|warning' "$log" | head -n 5 >&2
		die "mutant $name does not compile; see $log"
	}
	rm -rf "$all/new"
	mkdir -p "$all/new" "$all/built"
	for module in kvm kvm-amd kvm-intel; do
		cp "$kvm/$module.ko" "$all/new"
		add_needs "$kvm/$module.ko" "$all/new"
	done
	mv "$all/new" "$built"
fi
echo "$kernel"
echo "$built"
