#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Platform arm64: KVM on an emulated arm64 processor, in QEMU. The verbs are
# explained in svm.sh.
set -eu

here=$(dirname "$0")

# The kernel package of config $1: pages of 4K or 16K.
package_of() {
	case $1 in
	16k*) echo linux-image-6.12-arm64-16k:arm64 ;;
	*) echo linux-image-6.12-arm64:arm64 ;;
	esac
}

# The size of a config's pages, in KiB.
pages_of() {
	case $1 in
	16k*) echo 16 ;;
	*) echo 4 ;;
	esac
}

# KVM is built in; its mode is an early parameter of the kernel.
parameters() {
	case $1 in
	*nvhe) echo kvm-arm.mode=nvhe ;;
	esac
}

check() {
	"$here/../provision/setup.sh" --check arm64
	"$here/../provision/fetch.sh" busybox-static:arm64 "$CACHE"
	shift
	for config; do
		package_of "$config"
	done | sort -u | while read -r package; do
		"$here/../provision/kernel.sh" check arm64 '' "$package"
	done
}

# Only that kernel is there which check was told of. KVM has no modules.
prepare() {
	for config in default 16k; do
		"$here/../provision/kernel.sh" place arm64 "$(package_of "$config")" \
			"$1/kernel-$(pages_of "$config")" >/dev/null
	done
	BUSYBOX=$CACHE/busybox-static:arm64/bin/busybox \
	STRIP=aarch64-linux-gnu-strip \
		"$here/../provision/initramfs.sh" '' '' "$2" "$1" >"$1/initramfs"
}

# pauth-impdef: QEMU's own algorithm for pointer authentication instead of the
# architected one, which is slow to emulate. thread=single as on svm, although a
# dozen boots with one thread per CPU showed no trouble here: it is no slower.
# MEMORY, in MiB, is for a platform that is this one with more in it.
run() {
	mode=$(parameters "$1")
	exec qemu-system-aarch64 \
		-accel tcg,thread=single \
		-M virt,virtualization=on,gic-version=3 \
		-cpu max,pauth-impdef=on -smp 2 -m "${MEMORY:-1536}" \
		-nodefaults -no-user-config -display none -no-reboot \
		-kernel "$3/kernel-$(pages_of "$1")" -initrd "$3/initramfs" \
		-append "console=ttyAMA0 panic=-1 nowatchdog $mode \
KVM_DIRTY_PORT=ttyS0 KVM_DIRTY_CONFIGS=$1:pages=$(pages_of "$1"),$mode \
KVM_DIRTY_ARGS=\"$KVM_DIRTY_ARGS\" KVM_DIRTY_REPLAY=\"$KVM_DIRTY_REPLAY\"" \
		-serial "file:$2/console.log" \
		-chardev stdio,id=results,signal=off \
		-device pci-serial,chardev=results
}

case $1 in
arch) echo arm64 ;;
launch) [ "$(uname -m)" = aarch64 ] || echo qemu-aarch64 ;;
configs) echo default nvhe 16k 16k-nvhe ;;
image) package_of default ;;
# Longer than a case may take by its own deadline.
limits) echo 240 720 10 ;;
cost)	case $2 in
	16k-nvhe) echo 10 2048 ;;
	16k) echo 8 2048 ;;
	*) echo 6 2048 ;;
	esac ;;
check | prepare | run) "$@" ;;
esac
