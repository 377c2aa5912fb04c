# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Part of build.sh: a small arm64 kernel (arm64.config), since KVM is built into it.
# shellcheck disable=SC2034,SC2154

tree=$all/tree-arm64-$version
kept="src/virt/kvm src/arch/arm64/kvm out/virt/kvm out/arch/arm64/kvm"

identity() {
	cat "$source/Makefile" "$here/arm64.config"
}

kernel_make() {
	quietly make -C "$tree/src" O="$tree/out" ARCH=arm64 \
		CROSS_COMPILE=aarch64-linux-gnu- -j"$(nproc)" "$@"
}

# Options that the config names may go, and a kernel without them would not boot.
make_tree() {
	"$top/provision/kernel-source.sh" "$cache" "$tree/src" all >&2
	mkdir "$tree/out"
	kernel_make KCONFIG_ALLCONFIG="$here/arm64.config" allnoconfig || {
		tail -n 20 "$log" >&2
		die "the arm64 kernel cannot be configured; see $log"
	}
	missing=$(grep '^CONFIG_.*=y' "$here/arm64.config" |
		grep -vxFf "$tree/out/.config" || :)
	[ -z "$missing" ] || die "the kernel $version has no more" \
		"$(echo "$missing" | paste -sd' ')"
}

# Beside KVM's folders make goes by time stamps, and those that are put back are as
# old as they were: without this the control would be the last mutant once more.
compile() {
	for folder in "" virt/ arch/arm64/; do
		rm -f "$tree/out/$folder"built-in.a
	done
	rm -f "$tree/out"/vmlinux*
	kernel_make Image
}

take() {
	cp "$tree/out/arch/arm64/boot/Image" "$1"
}

placed() {
	echo "$built/Image"
	echo
}
