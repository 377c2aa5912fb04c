#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Which kernel an emulated platform boots, and whether it can do what it must:
# what --kernel and --modules name, or a Debian package. --kernel is a file, with a slash
# in its name, or a kernel of Debian's that debian-kernel.sh knows: "6.1", "sid", "newest".
#
#   kernel.sh [--kernel KERNEL] [--modules DIR] VERB, and VERB is one of
#   check ARCH DRIVER PACKAGE   exit 2 with one line if it cannot be
#                       used; fetch PACKAGE if none is named. DRIVER is the
#                       module that KVM needs here ("kvm-amd"), '' if KVM has no
#                       modules
#   place ARCH PACKAGE FILE     afterwards: copy the kernel to FILE, if
#                       it is here; print the folder of modules, if any
#   package ARCH PACKAGE        afterwards: print the name in the cache of the
#                       package that was fetched
#   origin ARCH PACKAGE         afterwards: print that package's name and version, and
#                       the kernel's release
#
# PACKAGE is that of 6.12 ("linux-image-6.12-amd64"), which Debian 12 has beside its
# own kernel. Where there is none, the distribution's own is used
# ("linux-image-amd64"): 6.12 on Debian 13, a later one on sid.
#
# A kernel is looked into before it is booted, since one without KVM or without
# a serial port could only say nothing until the time is up. What cannot be
# unpacked here is not judged, and then init is the next to tell.
set -eu

here=$(dirname "$0")
# shellcheck source=provision/lib.sh
. "$here/lib.sh"
kernel='' modules=''

# A file has its folder's name with it.
is_debians() {
	case $kernel in
	*/*) return 1 ;;
	esac
}

own() { # PACKAGE
	echo "$1" | sed 's/-6[.]12-/-/'
}

package() { # ARCH PACKAGE
	if [ "$kernel" ]; then
		echo "$(own "$2")@$kernel"
	elif [ -d "$CACHE/$2/." ]; then
		echo "$2"
	else
		own "$2"
	fi
}

place() { # ARCH PACKAGE FILE
	if is_debians; then
		root=$CACHE/$(package "$1" "$2")
		modules=$root/lib/modules
		set -- "$1" "$2" "$3" "$root"/boot/vmlinuz-*
		kernel=$4
	fi
	[ ! -f "$kernel" ] || cp "$kernel" "$3"
	echo "$modules"
}

origin() { # ARCH PACKAGE
	root=$CACHE/$(package "$1" "$2")
	# The folder is named PACKAGE_VERSION_ARCH, with %3a for a colon.
	of=$(basename "$(readlink -f "$root")" | sed 's/%3a/:/')
	version=${of#*_}
	release=$(echo "$root"/boot/vmlinuz-*)
	echo "${of%%_*} ${version%_*} ${release##*/vmlinuz-}"
}

# --- a look into the file

# Part of the kernel as text.
bytes() { # OFFSET BYTES
	dd if="$kernel" bs=1 skip="$1" count="$2" 2>/dev/null | tr -d '\0'
}

number() { # OFFSET BYTES
	od -An -j "$1" -N "$2" -t "u$2" "$kernel" | tr -d ' '
}

# What kind of file it is: the architecture, or gzip.
kind() {
	[ "$(bytes 514 4)" != HdrS ] || { echo x86; return; }
	[ "$(bytes 56 3)" != ARM ] || { echo arm64; return; }
	case $(od -An -N 4 -t x1 "$kernel" | tr -d ' ') in
	1f8b*) echo gzip ;;
	*) echo unknown ;;
	esac
}

# Write what the processor will run to standard output. A bzImage has it packed
# behind its set-up code (Documentation/arch/x86/boot.rst).
unpack() {
	if [ "$1" = arm64 ]; then
		cat "$kernel"
		return
	fi
	sectors=$(number 497 1)
	at=$(((sectors + 1) * 512 + $(number 584 4)))
	case $(od -An -j "$at" -N 4 -t x1 "$kernel" | tr -d ' ') in
	1f8b*) packer=gzip ;;
	fd377a58) packer=xz ;;
	5d0000*) packer=lzma ;;
	28b52ffd) packer=zstd ;;
	02214c18) packer=lz4 ;;
	425a68*) packer=bzip2 ;;
	*) return ;;
	esac
	# The unpacker complains about the length behind the packed kernel.
	tail -c +$((at + 1)) "$kernel" | head -c "$(number 588 4)" |
		"$packer" -dc 2>/dev/null || :
}

# What a kernel must have besides KVM: a text that is in it, and the option.
needs='Unpacking|unpack rootfs image CONFIG_BLK_DEV_INITRD
devtmpfs: CONFIG_DEVTMPFS'
x86_needs='8250\.nr_uarts CONFIG_SERIAL_8250_CONSOLE'

look_into() { # ARCH DRIVER
	tmp=$(mktemp "${TMPDIR:-/tmp}/kvm-dirty-tests.XXXXXX")
	unpack "$1" >"$tmp"
	# Too little, or nothing that says what it is: no judgement.
	LC_ALL=C grep -aq 'Linux version [0-9]' "$tmp" || return 0
	list=$needs
	[ "$1" != x86 ] || list="$list
$x86_needs"
	while read -r option text; do
		LC_ALL=C grep -aqE "$text" "$tmp" ||
			die "the kernel $kernel lacks $option"
	done <<-END
	$(echo "$list" | sed -E 's/^(.*) ([^ ]*)$/\2 \1/')
	END
	case $1 in
	arm64) param='kvm-arm[.]mode' ;;
	*) param="$(echo "$2" | tr - _)[.]nested" ;;
	esac
	! LC_ALL=C grep -aq "$param" "$tmp" || return 0
	[ "$2" ] || die "the kernel $kernel lacks CONFIG_KVM"
	[ "$modules" ] || die "the kernel $kernel has no $2 built in, and no" \
		"--modules DIR is given"
	module=$(find_module "$modules" "$2")
	[ "$module" ] || die "the kernel $kernel has no $2 built in, and" \
		"--modules $modules has no $2.ko"
}

# Modules of another release would not load.
same_release() { # ARCH DRIVER
	module=$(find_module "$modules" "$2")
	if [ "$1" != x86 ] || [ -z "$module" ]; then
		return 0
	fi
	release=$(bytes $((512 + $(number 526 2))) 128)
	release=${release%% *}
	theirs=$(modinfo -F vermagic "$module")
	theirs=${theirs%% *}
	[ "$release" = "$theirs" ] || die "the modules in $modules are of" \
		"$theirs, and the kernel $kernel is $release"
}

check() { # ARCH DRIVER PACKAGE
	if is_debians; then
		[ -z "$modules" ] || die "--modules goes with --kernel FILE"
		[ "$kernel" ] || exec "$here/fetch.sh" "$3" "$CACHE" "$(own "$3")"
		exec "$here/debian-kernel.sh" "$kernel" "$3" "$CACHE"
	fi
	if ! [ -f "$kernel" ] || ! [ -r "$kernel" ]; then
		die "cannot read the kernel $kernel"
	fi
	[ -d "${modules:-/}" ] || die "no folder of modules $modules"
	case $1-$(kind) in
	x86-x86 | arm64-arm64) ;;
	# An Image.gz. QEMU unpacks it, and init is the one to tell.
	arm64-gzip) return ;;
	*-arm64 | *-x86)
		die "the kernel $kernel is for $(kind), and this platform" \
			"for $1" ;;
	*)	die "$kernel is not a kernel that boots; wanted is" \
			"$(wanted "$1")" ;;
	esac
	[ -z "$2" ] || [ -z "$modules" ] || same_release "$1" "$2"
	look_into "$1" "$2"
}

wanted() {
	case $1 in
	x86) echo arch/x86/boot/bzImage ;;
	arm64) echo arch/arm64/boot/Image ;;
	esac
}

while [ $# -gt 1 ]; do
	case $1 in
	--kernel) kernel=$2 ;;
	--modules) modules=$2 ;;
	*) break ;;
	esac
	shift 2
done
case ${1-} in
check | place | package | origin) "$@" ;;
*) die "unknown verb '${1-}'" ;;
esac
