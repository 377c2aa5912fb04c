#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# kernel-source.sh CACHE DEST [all]: unpack from Debian's kernel source package into
# the folder DEST what the tests are compiled from: the kernel's KVM selftests
# library and its headers. With "all" it is what a kernel is compiled from, but for
# most drivers. DEST appears when it is complete. The installed package is used if
# there is one, else it is downloaded to CACHE. It is that of 6.12, or of the
# distribution's own kernel where there is none of 6.12.
#
# kernel-source.sh --kernel KERNEL CACHE [DEST [all]]: the same of a kernel of Debian's that
# debian-kernel.sh knows ("6.1", "sid", "newest"), without DEST in a folder of the cache. The
# folder's name is printed, and nothing else on standard output, for make KDIR=.
set -eu

package=linux-source-6.12
own=linux-source
tarball=/usr/src/$package.tar.xz
kernel='' all=''
if [ "$1" = --kernel ]; then
	kernel=$2
	shift 2
	exec 3>&1 1>&2
fi
cache=$1 dest=${2-} all=${3-}
here=$(dirname "$0")

# shellcheck source=provision/lib.sh
. "$here/lib.sh"
export KVM_DIRTY_NAME=kernel-source.sh

if [ "$kernel" ]; then
	"$here/debian-kernel.sh" "$kernel" "$own" "$cache"
	package=$(readlink -f "$cache/$own@$kernel")
	tarball=$(echo "$package"/usr/src/linux-source-*.tar.xz)
	dest=${dest:-$package/unpacked}
fi
done_with() {
	[ ! "$kernel" ] || echo "$dest" >&3
	exit
}
[ ! -d "$dest" ] || done_with
command -v xz >/dev/null ||
	die "xz is missing: apt-get install xz-utils (or ./run_tests.sh --setup)"
if ! [ -r "$tarball" ]; then
	"$here/fetch.sh" "$package" "$cache" "$own"
	[ -d "$cache/$package/." ] || package=$own
	tarball=$(echo "$cache/$package"/usr/src/linux-source-*.tar.xz)
fi
top=$(basename "$tarball" .tar.xz)

tmp=$dest.tmp.$$
log=$tmp/.log

# What a run that was killed has left.
for old in "$dest".tmp.*; do
	[ -d "/proc/${old##*.}" ] || rm -rf "$old"
done
mkdir -p "$tmp" 2>/dev/null || die "cannot write to $(dirname "$dest")"
set --
for part in Makefile tools virt/kvm arch/x86/kvm arch/x86/include \
	arch/arm64/kvm arch/arm64/tools include scripts Documentation/virt/kvm; do
	set -- "$@" "$top/$part"
done
# Kconfig and Makefile of what is left out are needed, their sources are not.
[ -z "$all" ] || set -- --exclude='*/drivers/gpu/*.[ch]' \
	--exclude='*/drivers/net/*.[ch]' --exclude='*/drivers/media/*.[ch]' \
	--exclude='*/sound/*.[ch]' --exclude='*/Documentation/*.rst' \
	--exclude='*/tools/testing/*' "$top"
echo "unpacking the kernel source from $tarball"
quietly tar -C "$tmp" --strip-components=1 --no-same-owner -xJf "$tarball" "$@" ||
	die "cannot unpack $tarball: $(grep -v Exiting "$log" | tail -n 1)"
rm "$log"
[ -d "$dest" ] || mv -T "$tmp" "$dest"
done_with
