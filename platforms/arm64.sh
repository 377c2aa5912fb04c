#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Platform arm64: KVM on an emulated arm64 processor, in QEMU. The verbs are
# explained in svm.sh.
set -eu

here=$(dirname "$0")

die() {
	echo "${KVM_DIRTY_NAME:-arm64.sh}: platform arm64: $*" >&2
	exit 2
}

# The kernel package of config $1: pages of 4K or 16K.
package_of() {
	case $1 in
	16k*) echo linux-image-6.12-arm64-16k:arm64 ;;
	*) echo linux-image-6.12-arm64:arm64 ;;
	esac
}

# KVM is built in; its mode is an early parameter of the kernel.
parameters() {
	case $1 in
	*nvhe) echo kvm-arm.mode=nvhe ;;
	esac
}

check() {
	"$here/setup.sh" --check arm64
	"$here/fetch.sh" busybox-static:arm64 "$CACHE"
	if [ -z "${KVM_DIRTY_KERNEL-}" ]; then
		"$here/fetch.sh" "$(package_of default)" "$CACHE"
		"$here/fetch.sh" "$(package_of 16k)" "$CACHE"
	elif ! [ -r "$KVM_DIRTY_KERNEL" ]; then
		die "cannot read the kernel $KVM_DIRTY_KERNEL"
	fi
}

prepare() {
	for size in default 16k; do
		kernel=${KVM_DIRTY_KERNEL-}
		[ "$kernel" ] ||
			kernel=$(echo "$CACHE/$(package_of $size)"/boot/vmlinuz-*)
		cp "$kernel" "$1/kernel-$size"
	done
	set -- "$1" "$2" "$1/jobs" "$2/../describe" "$1"/*.tsv
	[ -f "$5" ] || set -- "$1" "$2" "$3" "$4"
	work=$1
	shift
	mkdir "$work/no-modules"
	BUSYBOX=$CACHE/busybox-static:arm64/bin/busybox \
	STRIP=aarch64-linux-gnu-strip TMPDIR=$work \
		"$here/initramfs.sh" "$work/no-modules" '' "$@" >"$work/initramfs"
}

# pauth-impdef: QEMU's own algorithm for pointer authentication instead of the
# architected one, which is slow to emulate. thread=single as on svm, although a
# dozen boots with one thread per CPU showed no trouble here: it is no slower.
run() {
	case $1 in
	16k*) kernel=$3/kernel-16k ;;
	*) kernel=$3/kernel-default ;;
	esac
	exec qemu-system-aarch64 \
		-accel tcg,thread=single \
		-M virt,virtualization=on,gic-version=3 \
		-cpu max,pauth-impdef=on -smp 2 -m 1536 \
		-nodefaults -no-user-config -display none -no-reboot \
		-kernel "$kernel" -initrd "$3/initramfs" \
		-append "console=ttyAMA0 panic=-1 nowatchdog $(parameters "$1") \
KVM_DIRTY_PORT=ttyS0 KVM_DIRTY_CONFIGS=$1:$(parameters "$1") \
KVM_DIRTY_ARGS=\"$KVM_DIRTY_ARGS\" KVM_DIRTY_REPLAY=\"$KVM_DIRTY_REPLAY\"" \
		-serial "file:$2/console.log" \
		-chardev stdio,id=results,signal=off \
		-device pci-serial,chardev=results
}

case $1 in
arch) echo arm64 ;;
launch) [ "$(uname -m)" = aarch64 ] || echo qemu-aarch64 ;;
configs) echo default nvhe 16k 16k-nvhe ;;
# Longer than a case may take by its own deadline.
limits) echo 90 720 10 ;;
check | prepare | run) "$@" ;;
esac
