#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Debian 12's Linux 6.12 (6.12.117-1~deb12u1, arm64) switches the memory of QEMU's ivshmem device
# on at boot, although no driver takes the device. Linux 6.1 does not.
#
# The guess: where no firmware has run (QEMU's machine "virt" with -kernel), a PCI device that no
# driver takes stays as the reset left it, disabled, and its shared memory reads as all ones by
# sysfs until somebody writes to the file "enable". So it is with QEMU's pci-testdev. But
# virtio_pci, which 6.12 has built in and 6.1 as a module, takes every device of vendor 1af4
# for a look, ivshmem (1af4:1110) too. It enables the device, sees that it is no virtio, and
# pci_disable_device() at the end of virtio_pci_probe() switches bus mastering off alone. What
# maps resource2 without enabling the device works by that accident, and fails on 6.1.
#
# The script boots the kernel with a busybox that prints each device's command register (bit 1:
# memory) and driver. Output seen on 2026-11-30:
#
#	0x1b36 0x0008 command 0000 driver none
#	0x1af4 0x1110 command 0002 driver none
#	0x1b36 0x0005 command 0000 driver none
#	virtio-pci 0000:00:01.0: enabling device (0000 -> 0002)
#
# Exit status: 0 the behaviour is still the same, 1 it has changed, 2 the script could
# not try it.
set -eu

kernel=6.12.117+deb12
tmp=$(mktemp -d "${TMPDIR:-/tmp}/ivshmem-enabled.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$tmp"

untried() {
	echo "could not be tried: $*" >&2
	exit 2
}

# An apt of its own, with no packages installed and bookworm of this system's archive.
mkdir -p state/lists/partial cache/archives/partial
# shellcheck disable=SC2016 # what apt expands
apt-get indextargets --format '$(LABEL) $(REPO_URI) $(CODENAME)' 'Created-By: Packages' |
	sed -n 's/^Debian[^ ]* \([^ ]*\) \(bookworm[^ ]*\)$/deb \1 \2 main/p' | sort -u >sources.list
[ -s sources.list ] || untried 'this system has no archive of bookworm'
apt() {
	apt-get -qq -o Dir::Etc::SourceList="$tmp/sources.list" \
		-o Dir::Etc::SourceParts=/dev/null -o Dir::State="$tmp/state" \
		-o Dir::State::Status=/dev/null -o Dir::Cache="$tmp/cache" \
		-o APT::Architectures::=amd64 -o APT::Architectures::=arm64 \
		-o APT::Sandbox::User=root -o APT::Install-Recommends=0 "$@"
}
apt update >log 2>&1 || untried "$(grep -m 1 '^E:' log)"
apt --print-uris install qemu-system-arm cpio >uris 2>log || untried "$(grep -m 1 '^E:' log)"
names=$(sed -n "s/^'[^']*' \([^_]*\)_.*/\1/p" uris)
# shellcheck disable=SC2086
apt download $names "linux-image-$kernel-arm64:arm64=6.12.117-1~deb12u1" busybox-static:arm64 \
	>log 2>&1 || untried "$(grep -m 1 '^E:' log)"
for deb in *.deb; do
	case $deb in
	*_arm64.deb) dpkg-deb -x "$deb" guest ;;
	*) dpkg-deb -x "$deb" root ;;
	esac
done
lib=$tmp/root/usr/lib/x86_64-linux-gnu
ld=$(find "$tmp/root" -name 'ld-linux-x86-64.so.2' | head -n 1)
run() { # PROGRAM OPTION...: one of those in root
	program=$tmp/root$1
	shift
	"$ld" --library-path "$lib:$lib/pulseaudio:$lib/blas:$lib/lapack:$tmp/root/lib/x86_64-linux-gnu" \
		"$program" "$@"
}

mkdir -p in/bin in/proc in/sys in/dev
cp guest/bin/busybox in/bin
cat >in/init <<'END'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
for device in /sys/bus/pci/devices/*; do
	driver=$(readlink "$device/driver") || driver=none
	echo "$(cat "$device/vendor") $(cat "$device/device") command" \
		$(dd "if=$device/config" bs=1 skip=4 count=2 2>/dev/null | od -An -t x2) \
		"driver ${driver##*/}"
done
dmesg | sed -n 's/.*\(virtio-pci .*enabling device.*\)/\1/p'
poweroff -f
END
chmod +x in/init
(cd in && find . | run /bin/cpio --quiet -o -H newc) >initramfs || untried "cpio does not run"
head -c 1048576 /dev/zero >memory
run /usr/bin/qemu-system-aarch64 -L "$tmp/root/usr/share/qemu" -accel tcg \
	-M virt,gic-version=3 -cpu max,pauth-impdef=on -m 512 -nodefaults -no-reboot \
	-display none -serial stdio \
	-object memory-backend-file,id=shared,size=1M,share=on,mem-path=memory \
	-device ivshmem-plain,memdev=shared -device pci-testdev \
	-kernel "guest/boot/vmlinuz-$kernel-arm64" -initrd initramfs \
	-append 'console=ttyAMA0 panic=-1 loglevel=1' 2>log | tr -d '\r' >said || :
grep -q command said || untried "nothing booted: $(tail -n 1 log)"
grep -E 'command|enabling' said
grep -q '^0x1af4 0x1110 command 0002 driver none$' said &&
	grep -q '^0x1b36 0x0005 command 0000 driver none$' said
