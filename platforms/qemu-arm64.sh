#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Platform qemu-arm64: a QEMU for arm64, and the firmware payload in it, on the KVM
# of platform arm64, which is an emulated machine. The verbs are explained in
# svm.sh.
set -eu

here=$(dirname "$0")
kernel='linux-image-6.12-arm64:arm64'
qemu='qemu-system-arm:arm64'
firmware='qemu-efi-aarch64:arm64'

check() {
	"$here/../provision/setup.sh" --check arm64 qemu
	"$here/../provision/fetch.sh" busybox-static:arm64 "$CACHE"
	"$here/../provision/fetch.sh" "$firmware" "$CACHE"
	"$here/../provision/fetch-all.sh" "$qemu" "$CACHE"
	"$here/../provision/kernel.sh" check arm64 '' "$kernel"
}

# Copy library $1 of the unpacked packages, and all that it needs.
add_library() {
	[ ! -e "$extra/lib/$1" ] || return 0
	for at in "$root/usr/lib/aarch64-linux-gnu" "$root/lib/aarch64-linux-gnu" \
		"$root/lib" "$root/usr/lib/aarch64-linux-gnu/blas"; do
		[ -e "$at/$1" ] || continue
		cp -L "$at/$1" "$extra/lib/$1"
		add_needed "$extra/lib/$1"
		return
	done
	echo "${KVM_DIRTY_NAME:-qemu-arm64.sh}: $qemu lacks the library $1" >&2
	exit 2
}

add_needed() {
	for need in $(aarch64-linux-gnu-objdump -p "$1" |
		awk '$1 == "NEEDED" { print $2 }'); do
		# A subshell, because sh has no local variables.
		(add_library "$need")
	done
}

prepare() {
	root=$CACHE/$qemu+all
	extra=$1/extra
	"$here/../provision/kernel.sh" place arm64 "$kernel" "$1/kernel-4" >/dev/null
	mkdir -p "$extra/bin" "$extra/lib" "$extra/usr/share/qemu-efi-aarch64"
	cp "$root/usr/bin/qemu-system-aarch64" "$extra/bin"
	cp "$CACHE/$firmware/usr/share/qemu-efi-aarch64/QEMU_EFI.fd" \
		"$extra/usr/share/qemu-efi-aarch64"
	add_library ld-linux-aarch64.so.1
	add_needed "$extra/bin/qemu-system-aarch64"
	BUSYBOX=$CACHE/busybox-static:arm64/bin/busybox EXTRA=$extra \
	STRIP=aarch64-linux-gnu-strip \
		"$here/../provision/initramfs.sh" '' '' "$2" "$1" >"$1/initramfs"
}

case $1 in
arch | launch) "$here/arm64.sh" "$@" ;;
goal) echo vmm ;;
configs) echo default ;;
# A case boots firmware in a guest of an emulated machine, twice.
limits) echo 240 1800 10 ;;
cost) echo 10 3584 ;;
check | prepare) "$@" ;;
# Room for two QEMUs and what they save of their guests.
run)	MEMORY=3072 KVM_DIRTY_ARGS="-A kvm* $KVM_DIRTY_ARGS" \
		exec "$here/arm64.sh" "$@" ;;
esac
