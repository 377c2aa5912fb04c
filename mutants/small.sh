# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Part of build.sh: a small kernel (ARCH.config) of any source, with KVM built in
# (arm64) or as modules (x86), since these are compiled anew for each mutant.
# shellcheck disable=SC2034,SC2154

tree=$all/tree-$arch-$version
kept="src/virt/kvm src/arch/$arch/kvm out/virt out/arch/$arch/kvm"
config=$here/$arch.config
case $arch in
x86) cross='' image_file=bzImage ;;
*) cross=aarch64-linux-gnu- image_file=Image ;;
esac

# The kernel of x86 is not linked without objtool.
if [ "$arch" = x86 ] && ! echo '#include <gelf.h>' | gcc -E - >/dev/null 2>&1; then
	die "gelf.h is missing: apt-get install libelf-dev"
fi

identity() {
	cat "$source/Makefile" "$config"
}

kernel_make() {
	quietly make -C "$tree/src" O="$tree/out" ARCH="$arch" \
		CROSS_COMPILE="$cross" -j"$(nproc)" "$@"
}

# Options that the config names may go, and a kernel without them would not boot.
make_tree() {
	whole_source "$tree/src"
	mkdir "$tree/out"
	kernel_make KCONFIG_ALLCONFIG="$config" allnoconfig || {
		tail -n 20 "$log" >&2
		die "the $arch kernel cannot be configured; see $log"
	}
	missing=$(grep '^CONFIG_.*=[my]' "$config" |
		grep -vxFf "$tree/out/.config" || :)
	[ -z "$missing" ] || die "the kernel $version has no more" \
		"$(echo "$missing" | paste -sd' ')"
}

# Beside KVM's folders make goes by time stamps, and those that are put back are as
# old as they were: without this the control would be the last mutant once more.
compile() {
	for folder in "" virt/ "arch/$arch/"; do
		rm -f "$tree/out/$folder"built-in.a
	done
	if grep -q '^CONFIG_KVM=m' "$config"; then
		set -- "$image_file" modules
	else
		rm -f "$tree/out"/vmlinux*
		set -- "$image_file"
	fi
	kernel_make "$@"
}

take() {
	cp "$tree/out/arch/$arch/boot/$image_file" "$1"
	find "$tree/out/virt" "$tree/out/arch/$arch/kvm" -name '*.ko' -exec cp {} "$1" \;
}

placed() {
	echo "$built/$image_file"
	if grep -q '^CONFIG_KVM=m' "$config"; then
		echo "$built"
	else
		echo
	fi
}
