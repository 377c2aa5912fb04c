# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Part of build.sh, x86: KVM's modules for the kernel of a package, compiled against the
# headers package of that very kernel, so with its config, its symbol versions and
# its release name.
# shellcheck disable=SC2034,SC2154

export CACHE="$cache"
"$top/provision/kernel.sh" check x86 '' "$image" >&2
image=$("$top/provision/kernel.sh" package x86 "$image")
release=$(ls "$cache/$image/lib/modules")
headers=linux-headers-$release
common=${headers%-*}-common
kbuild=linux-kbuild-${release%-*}
for package in "$headers" "$common" "$kbuild"; do
	"$top/provision/fetch.sh" "$package" "$cache" >&2
done
[ "${release%%[!0-9.]*}" = "$version" ] || die "the kernel $release is not of" \
	"the version $version that the source in $source is of: upgrade the" \
	"package linux-source and remove that folder"
tree=$all/tree-$release
kvm=$tree/src/arch/x86/kvm
kept="src/virt/kvm src/arch/x86/kvm"

identity() {
	cat "$source/Makefile" "$cache/$headers/usr/src/$headers/.config"
}

# A kernel tree that is enough to compile KVM in: headers and scripts from the
# packages, KVM's own source.
make_tree() {
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
}

# Compile what has changed. Debug information would double the time.
compile() {
	quietly make -C "$tree/out" -j"$(nproc)" M="$kvm" CONFIG_DEBUG_INFO= \
		CONFIG_DEBUG_INFO_BTF_MODULES= modules
}

# The modules that KVM's need besides each other, as the image has them.
add_needs() {
	for need in $(modinfo -F depends "$1" | tr , ' '); do
		case $need in kvm*) continue ;; esac
		file=$(find_module "$cache/$image/lib/modules" "$need")
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
		cp "$kvm/$module.ko" "$1"
		add_needs "$kvm/$module.ko" "$1"
	done
}

placed() {
	echo "$cache/$image/boot/vmlinuz-$release"
	echo "$built"
}
