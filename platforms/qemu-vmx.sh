#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Platform qemu-vmx: this machine's QEMU, and the firmware payload in it, on the KVM
# of platform vmx, which is an emulated Intel processor. All but what is in the
# initramfs is that platform's. The verbs are explained in svm.sh.
set -eu

here=$(dirname "$0")
package=linux-image-6.12-amd64
firmware=/usr/share/ovmf/OVMF.fd

check() {
	"$here/../provision/setup.sh" --check qemu
	exec "$here/vmx.sh" "$@"
}

prepare() {
	extra=$1/extra
	program=$(command -v "${KVM_DIRTY_QEMU:-qemu-system-x86_64}")
	modules=$("$here/../provision/kernel.sh" place x86 "$package" "$1/kernel")
	mkdir -p "$extra/bin" "$extra${firmware%/*}"
	cp "$program" "$extra/bin/qemu-system-x86_64"
	cp "$firmware" "$extra$firmware"
	# Under the names that they are looked for by, as there is no cache of them.
	ldd "$program" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p; s/^\t\(\/[^ ]*\) .*/\1/p' |
		while read -r file; do
			mkdir -p "$extra${file%/*}"
			cp -L "$file" "$extra$file"
		done
	SLOW=1 EXTRA=$extra "$here/../provision/initramfs.sh" "$modules" kvm-intel \
		"$2" "$1" >"$1/initramfs"
	"$here/vmx.sh" mend_bochs "$1"
}

case $1 in
goal) echo vmm ;;
configs) echo default ;;
# Two: QEMU works beside the guest that it runs.
cpus) ;;
cost) echo 60 2048 ;;
# A case boots firmware in a guest of an emulated machine, twice.
limits) echo 900 4800 30 ;;
check | prepare) "$@" ;;
run)	KVM_DIRTY_ARGS="-A kvm* $KVM_DIRTY_ARGS" exec "$here/vmx.sh" "$@" ;;
*) exec "$here/vmx.sh" "$@" ;;
esac
