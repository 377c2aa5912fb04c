#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What has to be installed, and for what.
#
#   setup.sh SET...           as root: say what is missing, and install it
#   setup.sh --check SET...   one line that says what is missing, exit status 2
#
# SET is svm, vmx, arm64 or qemu (an emulated machine; a platform's needs name its
# sets), build, firmware (the payload that boots by itself), vmm (the tests of QEMU),
# results (to judge them), junit, html, records (to read many of them fast), mutants (to
# break KVM on purpose), rate (to draw plots), image-x86 or image-arm64 (the stick), oci (an
# OCI image of the bundle), distros (to try other distributions), slurm (to be a cluster, for
# selftest/slurm.sh), ssh (to be hosts, for selftest/parallel.sh), labs (to make a kselftest),
# or check (what the project's own tests need beyond these). Without a SET: all of them but
# distros, slurm, ssh and labs.
set -eu

# SET, what is looked for, the package it is in. Looked for is a command, a file
# (with a slash in it) or a Perl module (with ::).
table() {
	cat <<-END
	build	make				make
	build	gcc				gcc
	build	/usr/include/stdlib.h		libc6-dev
	build	ld				binutils
	build	nasm				nasm
	build	xz				xz-utils
	results	TAP::Harness			perl
	junit	XML::Writer			libxml-writer-perl
	html	Template::Context		libtemplate-perl
	records	Cpanel::JSON::XS		libcpanel-json-xs-perl
	firmware	/usr/include/efi/efi.h		gnu-efi
	firmware	mkfs.vfat			dosfstools
	firmware	mcopy				mtools
	firmware	sfdisk				fdisk
	vmm	/usr/include/json-c/json.h	libjson-c-dev
	qemu	qemu-system-x86_64		qemu-system-x86
	qemu	qemu-system-aarch64		qemu-system-arm
	qemu	/usr/share/ovmf/OVMF.fd		ovmf
	qemu	/usr/share/qemu-efi-aarch64/QEMU_EFI.fd	qemu-efi-aarch64
	qemu	aarch64-linux-gnu-gcc		gcc-aarch64-linux-gnu
	svm	qemu-system-x86_64		qemu-system-x86
	svm	busybox				busybox-static
	svm	cpio				cpio
	svm	modinfo				kmod
	svm	xz				xz-utils
	vmx	make				make
	vmx	g++				g++
	vmx	bochs				bochs
	vmx	/usr/share/bochs/BIOS-bochs-latest	bochsbios
	vmx	/usr/share/bochs/VGABIOS-lgpl-latest	vgabios
	vmx	/usr/lib/$(uname -m)-linux-gnu/bochs/plugins/libbx_term_gui.so	bochs-term
	vmx	/usr/lib/ISOLINUX/isolinux.bin	isolinux
	vmx	/usr/lib/syslinux/modules/bios/ldlinux.c32	syslinux-common
	vmx	xorriso				xorriso
	vmx	busybox				busybox-static
	vmx	cpio				cpio
	vmx	modinfo				kmod
	vmx	xz				xz-utils
	arm64	qemu-system-aarch64		qemu-system-arm
	arm64	qemu-aarch64			qemu-user
	arm64	aarch64-linux-gnu-gcc		gcc-aarch64-linux-gnu
	arm64	/usr/aarch64-linux-gnu/include/stdlib.h	libc6-dev-arm64-cross
	arm64	cpio				cpio
	image-x86	xz				xz-utils
	image-x86	cpio				cpio
	image-x86	modinfo				kmod
	image-x86	grub-mkrescue			grub-common
	image-x86	xorriso				xorriso
	image-x86	mcopy				mtools
	image-x86	mkfs.vfat			dosfstools
	image-x86	busybox				busybox-static
	image-x86	/usr/lib/grub/i386-pc/boot_hybrid.img	grub-pc-bin
	image-x86	/usr/lib/grub/x86_64-efi/moddep.lst	grub-efi-amd64-bin
	image-arm64	xz				xz-utils
	image-arm64	cpio				cpio
	image-arm64	modinfo				kmod
	image-arm64	grub-mkrescue			grub-common
	image-arm64	xorriso				xorriso
	image-arm64	mcopy				mtools
	image-arm64	mkfs.vfat			dosfstools
	image-arm64	aarch64-linux-gnu-gcc		gcc-aarch64-linux-gnu
	image-arm64	/usr/aarch64-linux-gnu/include/stdlib.h	libc6-dev-arm64-cross
	image-arm64	qemu-aarch64			qemu-user
	oci	umoci				umoci
	oci	skopeo				skopeo
	oci	busybox				busybox-static
	mutants	spatch				coccinelle
	mutants	modinfo				kmod
	mutants	flex				flex
	mutants	bison				bison
	mutants	bc				bc
	mutants	/usr/lib/x86_64-linux-gnu/libelf.so.1	libelf1
	rate	gnuplot				gnuplot-nox
	distros	debootstrap			debootstrap
	slurm	slurmctld			slurmctld
	slurm	slurmd				slurmd
	slurm	sbatch				slurm-client
	slurm	munged				munge
	labs	rsync				rsync
	ssh	parallel			parallel
	ssh	rsync				rsync
	ssh	ssh				openssh-client
	ssh	sshd				openssh-server
	check	shellcheck			shellcheck
	check	zstd				zstd
	check	gpg				gpg
	check	gpgconf				gpgconf
	check	runc				runc
	check	dh				debhelper
	check	help2man			help2man
	check	lintian				lintian
	check	JSON::Validator			libjson-validator-perl
	check	chromium			chromium
	check	/usr/lib/python3/dist-packages/junitparser/__init__.py	python3-junitparser
	END
}

# shellcheck source=provision/lib.sh
. "${0%/*}/lib.sh"

is_there() {
	case $1 in
	*/*) [ -e "$1" ] ;;
	*::*) perl "-M$1" -e 1 2>/dev/null ;;
	*) command -v "$1" >/dev/null ;;
	esac
}

check=
case ${1-} in
--check)
	check=1
	shift ;;
esac
# What Debian has for x86 alone.
x86=''
[ "$(uname -m)" != x86_64 ] || x86=image-x86
# shellcheck disable=SC2086
[ $# -gt 0 ] || set -- build results junit html records rate svm vmx arm64 qemu firmware vmm \
	mutants image-arm64 oci check $x86
names='' packages=''
for set; do
	known=
	while read -r of name package; do
		[ "$of" = "$set" ] || continue
		known=1
		! is_there "$name" || continue
		names="$names $name"
		case " $packages " in
		*" $package "*) ;;
		*) packages="$packages $package" ;;
		esac
	done <<-END
	$(table)
	END
	[ "$known" ] || die "there is no set '$set' of what can be installed"
done
[ "$packages" ] || exit 0
[ -z "$check" ] || die "missing:$names. Install with: apt-get install" \
	"--no-install-recommends$packages (or as root: ./run_tests.sh --setup)"

[ "$(id -u)" = 0 ] || die "--setup has to install$packages, for which it" \
	"must run as root"
command -v apt-get >/dev/null ||
	die "missing:$names, and there is no apt-get to install packages with"

tmp=$(mktemp)
log=$tmp

apt_get() {
	quietly env DEBIAN_FRONTEND=noninteractive apt-get -qq \
		-o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 "$@"
}

# shellcheck disable=SC2086
install() {
	apt_get install -y --no-install-recommends $packages
}

echo "installing the Debian packages$packages"
# The lists of packages may be missing or old; only then are they read anew.
if ! install && ! { apt_get update && install; }; then
	die "cannot install$packages: $(grep '^E:' "$log" | head -n 1)"
fi
