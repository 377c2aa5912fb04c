#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# stick.sh ARCH KERNEL INITRAMFS IMAGE GRUB: make an image that boots KERNEL with INITRAMFS
# from a USB stick, a disk or a CD: on x86 by BIOS and by UEFI, on arm64 by UEFI. GRUB is the
# folder of GRUB's modules for ARCH, or '' for those that are installed.
#
# The image is a hybrid ISO of grub-mkrescue's, with a partition more, which nobody but the
# stick itself writes to: FAT, with a volume ID of its own by which it is found again
# (inside/stick). There GRUB looks for kernel.cfg, as the user's own words for the kernel.
set -eu

arch=$1
kernel=$2
initramfs=$3
image=$4
grub=$5
here=$(dirname "$0")
# shellcheck source=provision/lib.sh
. "$here/lib.sh"
export MTOOLS_SKIP_CHECK=1
megabytes=64

# Beside the image, so that this is there as a whole or not at all.
tmp=$(mktemp -d "$(dirname "$image")/.kvm-dirty-stick.XXXXXX")
log=$tmp/log
id=$(od -An -N4 -tx4 /dev/urandom | tr -d ' ' | tr a-f A-F)
uuid=${id%????}-${id#????}

case $arch in
x86)
	consoles='console=ttyS0,115200 console=tty0'
	# For stores that KVM's emulator shall do (x86/stores/).
	words='kvm.force_emulation_prefix=1'
	other='shadow paging (no NPT, no EPT)' with='kvm_amd.npt=0 kvm_intel.ept=0' ;;
arm64)
	consoles='console=ttyS0,115200 console=ttyAMA0 console=tty0'
	words=''
	other='KVM in nVHE mode' with='kvm-arm.mode=nvhe' ;;
esac

# The panic of a kernel stays on the screen; other complaints are in kernel.log.
grub_cfg() {
	cat <<-END
	set timeout=5
	if serial --unit=0 --speed=115200; then
		terminal_input console serial
		terminal_output console serial
	fi
	search --no-floppy --fs-uuid --set=fat $uuid
	if [ -n "\$fat" -a -f (\$fat)/kernel.cfg ]; then source (\$fat)/kernel.cfg; fi

	function boot_with {
		echo 'kvm-dirty-tests: loading the kernel ...'
		linux /boot/kernel $consoles quiet loglevel=3 log_buf_len=4M panic=0 \\
			$words stick_record=$uuid \$words "stick_options=\$options" "\$@"
		initrd /boot/initramfs
	}
	menuentry 'All tests' { boot_with }
	menuentry 'Quick: only the cases that find most' { boot_with stick_options=--quick }
	menuentry 'All tests, with $other' { boot_with $with }
	END
}

options_txt() {
	cat <<-END
	# What is tested when this stick boots: options and patterns of the tests, as
	#     smoke toggle          only these tests
	#     --quick               only the cases that find most
	#     --timeout-scale 10    for a very slow machine
	# Nothing: all tests.
	END
}

kernel_cfg() {
	cat <<-END
	# Words for the kernel's command line, as
	#     set words="kvm_amd.npt=0"
	# and for a CD, where nothing reads options.txt,
	#     set options="smoke toggle"
	END
}

quietly mkfs.vfat -C -F 16 -n KVM-DIRTY -i "$id" "$tmp/fat" $((megabytes * 1024)) ||
	die "mkfs.vfat: $(tail -n 1 "$log")"
options_txt | sed 's/$/\r/' >"$tmp/options.txt"
kernel_cfg >"$tmp/kernel.cfg"
mcopy -i "$tmp/fat" "$tmp/options.txt" "$tmp/kernel.cfg" ::

mkdir -p "$tmp/tree/boot/grub"
cp "$kernel" "$tmp/tree/boot/kernel"
cp "$initramfs" "$tmp/tree/boot/initramfs"
grub_cfg >"$tmp/tree/boot/grub/grub.cfg"
# It leaves what it made for itself when it fails.
export TMPDIR="$tmp"
quietly grub-mkrescue ${grub:+-d "$grub"} --locales= --fonts= --themes= \
	-o "$tmp/image" "$tmp/tree" -V KVM_DIRTY -append_partition 3 0x0c "$tmp/fat" ||
	die "grub-mkrescue: $(grep -v '^$' "$log" | tail -n 3 | tr '\n' ' ')"
mv "$tmp/image" "$image"
