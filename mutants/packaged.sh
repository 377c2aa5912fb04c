# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Part of build.sh, x86: KVM's modules for the kernel of a package, compiled against the
# headers package of that very kernel, so with its config, its symbol versions and
# its release name. For a kernel of another suite, the compiler and all else that make calls
# are that suite's, in a folder of their own that make takes for the whole system.
# shellcheck disable=SC2034,SC2154

tools='bash binutils coreutils dash findutils grep make mawk sed'

export CACHE="$cache"
set -- ${kernel:+--kernel "$kernel"}
"$top/provision/kernel.sh" "$@" check x86 '' "$image" >&2
image=$cache/$("$top/provision/kernel.sh" "$@" package x86 "$image")
image=$(readlink -f "$image")
release=$(ls "$image/lib/modules")
package=linux-headers-$release

# The suite that the image was fetched from, if it was not the system's own archive.
suite=''
for link in "$cache/linux-image-$release@"*; do
	[ "$(readlink -f "$link")" != "$image" ] || suite=${link##*@}
done
case $kernel in '' | newest | [1-9]*.*) ;; *) suite=$kernel ;; esac
if [ "$suite" ]; then
	# shellcheck disable=SC2086
	"$top/provision/fetch-all.sh" "$package:amd64@$suite" "$cache" $tools >&2
	root=$(readlink -f "$cache/$package:amd64@$suite+all+$(echo "$tools" | tr ' ' +)")
	headers=$root/usr/src/$package common=$root/usr/src/${package%-*}-common
	kbuild=$root/usr/lib/$(readlink "$headers/scripts" | cut -d/ -f4)
else
	root=''
	for part in "$package" "${package%-*}-common"; do
		"$top/provision/fetch.sh" "$part" "$cache" >&2
	done
	headers=$cache/$package/usr/src/$package
	common=$cache/${package%-*}-common/usr/src/${package%-*}-common
	kbuild=$(readlink "$headers/scripts" | cut -d/ -f4)
	"$top/provision/fetch.sh" "$kbuild" "$cache" >&2
	kbuild=$cache/$kbuild/usr/lib/$kbuild
fi

# The version of the package, PACKAGE_VERSION_ARCH, is that of its source.
of=${image##*/} of=${of#*_}
case $of in
*~rc*) of=${of%%~rc*} ;;
*) of=${of%%-*} ;;
esac
case $of in *.*.*) ;; *) of=$of.0 ;; esac
[ "$of" = "$version" ] || die "the kernel $release is of $of, and the source in $source" \
	"of $version: upgrade the package linux-source and remove that folder"
tree=$all/tree-$release
kvm=src/arch/x86/kvm
kept="src/virt/kvm $kvm"

identity() {
	cat "$source/Makefile" "$headers/.config"
}

# A kernel tree that is enough to compile KVM in: headers and scripts from the
# packages, KVM's own source.
make_tree() {
	cp -r "$common" "$tree/src"
	cp -r "$headers" "$tree/out"
	cp -rL "$kbuild" "$tree/kbuild"
	for part in src out; do
		for link in scripts tools; do
			rm -rf "${tree:?}/$part/$link"
			ln -s "../kbuild/$link" "$tree/$part/$link"
		done
	done
	printf '%s\n' "KBUILD_OUTPUT = $seen/out" "include $seen/src/Makefile" \
		>"$tree/out/Makefile"
	rm -rf "$tree/src/virt" "${tree:?}/$kvm"
	mkdir "$tree/src/virt"
	cp -r "$source/virt/kvm" "$tree/src/virt/kvm"
	cp -r "$source/arch/x86/kvm" "$tree/$kvm"
}

# What make sees the tree as.
seen=$tree
[ -z "$root" ] || seen=/run

# Compile what has changed. Debug information would double the time.
compile() {
	set -- make -C "$seen/out" -j"$(nproc)" M="$seen/$kvm" CONFIG_DEBUG_INFO= \
		CONFIG_DEBUG_INFO_BTF_MODULES= modules ${root:+AWK=mawk}
	if [ "$root" ]; then
		# shellcheck disable=SC2016
		set -- unshare --map-root-user --mount sh -euc '
			mount --rbind "$2" "$1/run"
			mount --rbind /dev "$1/dev"
			mount --rbind /proc "$1/proc"
			root=$1
			shift 2
			exec chroot "$root" /usr/bin/env -i PATH=/usr/bin:/usr/sbin "$@"' \
			sh "$root" "$tree" "$@"
	fi
	quietly "$@"
}

# The modules that KVM's need besides each other, as the image has them.
add_needs() {
	for need in $(modinfo -F depends "$1" | tr , ' '); do
		case $need in kvm*) continue ;; esac
		file=$(find_module "$image/lib/modules" "$need")
		if [ -z "$file" ] || [ -e "$2/${file##*/}" ]; then
			continue
		fi
		cp "$file" "$2"
		# A subshell, because sh has no local variables.
		(add_needs "$file" "$2")
	done
}

take() {
	for module in kvm kvm-amd kvm-intel; do
		cp "$tree/$kvm/$module.ko" "$1"
		add_needs "$tree/$kvm/$module.ko" "$1"
	done
}

placed() {
	echo "$image/boot/vmlinuz-$release"
	echo "$built"
}
