# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What a test of the stick needs, to be sourced from the tree's top folder: files on an
# image, machines that boot it, and checks of what they said. The caller has $base, a folder
# for what is made here, and $image.
#
# shellcheck disable=SC2034,SC2154
export MTOOLS_SKIP_CHECK=1

# --- images, and what is on their FAT partition

# partition IMAGE: what mtools call it.
partition() {
	echo "$1@@$(sfdisk -J "$1" | perl -MJSON::PP -0e 'print 512 * (grep {
		$_->{size} == 131072 } @{decode_json(<>)->{partitiontable}{partitions}})[0]{start}')"
}

# In emulation all takes longer, and a busy host's timers are late (platforms/svm.pl).
words='no_timer_check nowatchdog mitigations=off init_on_alloc=0 cryptomgr.notests'

# put IMAGE OPTIONS [WORDS]: what is tested at the next boot, and more words for the kernel.
put() {
	printf '%s --timeout-scale 10\r\n' "$2" >"$base/options.txt"
	printf 'set timeout=0\nset words="%s"\n' "$words ${3-stick_after=poweroff}" \
		>"$base/kernel.cfg"
	mcopy -o -i "$(partition "$1")" "$base/options.txt" "$base/kernel.cfg" ::
}

# fetch IMAGE: what is on the partition goes to $base/got.
got=$base/got
fetch() {
	rm -rf "$got"
	mkdir "$got"
	mcopy -s -n -i "$(partition "$1")" '::*' "$got" 2>/dev/null
}

# --- machines

svm=max,+svm,+npt,-erms,-fsrm
# Not "max" without SVM: with QEMU 7.2 readlink of /proc/self/exe goes wrong there, and each
# static program ends with an assertion of the C library.
none=qemu64,-svm

# The host's port, any that is free, that leads to the stick's HTTP; and a server of HTTP for
# the stick.
forward='hostfwd=tcp:127.0.0.1:0-:80'
httpd="guestfwd=tcp:10.0.2.100:80-cmd:busybox httpd -i -h '$base/tftp'"

# boot NAME PATTERN WHAT FIRMWARE MEDIUM CPU CPUS: as stick_boot.pl has it; what the machine
# says goes to $base/NAME.serial, and what its network card sends or gets to $base/packets.
boot() {
	serial=$base/$1.serial pattern=$2 what=$3 firmware=$4 medium=$5 cpu=$6 cpus=$7
	rm -f "$serial"
	set -- -accel tcg,thread=single -m 1536 -smp "$cpus" -nodefaults -no-user-config \
		-display none -no-reboot -serial "file:$serial"
	case $medium in
	usb) set -- "$@" -device qemu-xhci -device usb-storage,drive=stick,bootindex=1 \
		-drive "if=none,id=stick,format=raw,file=$image" \
		-device e1000e,netdev=n,romfile= -netdev "user,id=n,restrict=on,ipv6=off,$forward" \
		-object "filter-dump,id=packets,netdev=n,file=$base/packets" ;;
	cd) set -- "$@" -cdrom "$image" ;;
	network) set -- "$@" -device virtio-net,netdev=n,bootindex=1 \
		-netdev "user,id=n,tftp=$base/tftp,bootfile=/boot.ipxe,$forward,$httpd" ;;
	esac
	case $firmware in
	bios) set -- qemu-system-x86_64 "$@" -cpu "$cpu" -vga std ;;
	uefi) set -- qemu-system-x86_64 "$@" -cpu "$cpu" -vga std \
		-bios /usr/share/ovmf/OVMF.fd ;;
	arm64) set -- qemu-system-aarch64 "$@" -cpu max,pauth-impdef=on -device ramfb \
		-M "virt,gic-version=3,virtualization=$cpu" \
		-bios /usr/share/qemu-efi-aarch64/QEMU_EFI.fd ;;
	esac
	selftest/stick_boot.pl "$serial" "$pattern" "$what" "$@" 2>"$base/error"
}

# boot_bochs NAME BOCHS: the same on the Intel processor of platform vmx. Bochs' BIOS boots the
# image as a CD; the stick finds it on USB, by UHCI: Linux takes no notice of Bochs' xHCI.
boot_bochs() {
	serial=$base/$1.serial
	rm -f "$serial"
	cat >"$base/bochsrc" <<-END
	memory: guest=1536, host=1536
	romimage: file=/usr/share/bochs/BIOS-bochs-latest
	vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
	cpu: model=corei7_skylake_x, count=1, ips=50000000
	ata0-master: type=cdrom, path=$image, status=inserted
	boot: cdrom
	usb_uhci: enabled=1, port1=disk, options1="path:$image, speed:full"
	com1: enabled=1, mode=file, dev=$serial
	display_library: nogui
	log: /dev/null
	info: action=ignore
	error: action=ignore
	panic: action=fatal
	END
	run/bochs.pl "$base/bochsrc" "$2" >"$base/error" 2>&1
	# Its status is that of no end at all.
	grep -q 'soft power off' "$base/error"
}

told() {
	cat "$base/error"
	[ ! -f "$serial" ] || tr -d '\r' <"$serial" | cut -c 1-120 | tail -n 30
}

says() { # NAME PATTERN: a line that the last boot said matches
	tr -d '\r' <"$serial" | grep -Eq "$2"
	result $? "$1" "$(told)"
}

never_passes() { # NAME
	! grep -q 'VERDICT: PASS' "$serial"
	result $? "$1-never-passes" "$(told)"
}
