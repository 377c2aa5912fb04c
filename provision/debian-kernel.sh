#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# debian-kernel.sh KERNEL PACKAGE CACHE: have Debian's kernel KERNEL in the cache, of
# PACKAGE's flavour and architecture ("linux-image-6.12-arm64-16k:arm64"), or its source
# if PACKAGE is linux-source. KERNEL is
#
#   a version   "7.2", "6.12.117", "7.3-rc7", "7.2.13-1", or what uname -r says: the
#               newest that matches, of the system's own archive, else of any suite's
#   newest      the newest of all suites
#   a suite     "sid", "trixie", "bookworm-backports": the kernel of that suite
#
# Afterwards CACHE/linux-image-FLAVOUR[:ARCH]@KERNEL, or CACHE/linux-source@KERNEL, is a
# link to the unpacked files. With OFFLINE=1 it is the newest that was fetched.
set -eu

kernel=$1
package=$2
cache=$3
case $cache in
/*) ;;
*) cache=$PWD/$cache ;;
esac
here=$(cd "${0%/*}" && pwd)

# shellcheck source=provision/lib.sh
. "$here/lib.sh"
# shellcheck source=provision/lists.sh
. "$here/lists.sh"
# shellcheck source=provision/suites.sh
. "$here/suites.sh"

# The names of packages are $stem-VERSION$flavour; $arch is whose lists are read, and
# $built what the packages are for.
foreign=''
case $package in
linux-source)
	stem=linux-source flavour='' arch=$(dpkg --print-architecture) built=all
	what='kernel source' ;;
*)
	stem=linux-image
	flavour=-$(echo "$package" | sed 's/^linux-image-6[.]12-//; s/:.*//')
	arch=$(echo "$flavour" | cut -d- -f2) built=$arch
	what="kernel for ${flavour#-}"
	case $package in *:*) foreign=:$arch ;; esac ;;
esac
own=$stem$flavour$foreign
link=$own@$kernel

refuse() {
	die "--kernel $kernel: $*"
}

# --- which kernels there are, a line each: version, package, suite

# Of lines "VERSION PACKAGE...", the newest that is of the wanted version.
best() {
	version=$(echo "${kernel%"$flavour"}" | sed 's/-rc/~rc/; s/[.+]/[&]/g')
	[ "$kernel" != newest ] || version='[0-9]'
	sed -nE "s/^/ /; /^ ($version|[^ ]* $stem-$version)([^0-9a-z].*)?\$/p" |
		sort -V | tail -n 1
}

# Those that apt knows with $options.
known() {
	# shellcheck disable=SC2086
	names=$(apt-cache $options pkgnames "$stem-" 2>/dev/null |
		grep -E "^$stem-[0-9][^-]*(-[0-9a-z.]*[0-9])?$flavour\$") ||
		return 0
	# shellcheck disable=SC2086
	apt-cache $options madison $names |
		sed -nE "s/^ *([^ ]+) [|] *([^ ]+) [|].*/\2 \1 $suite/p"
}

# Those that were fetched.
fetched() {
	for dir in "$cache/$stem"-*"$flavour"_*_"$built"; do
		[ ! -d "$dir" ] || echo "${dir##*/}"
	done | sed -nE "s/^($stem-[0-9][^_-]*(-[0-9a-z.]*[0-9])?(-[^_]*)?)_([^_]*)_.*/\4 \1 &/p"
}

# --- the one that is wanted

case $cache in
*' '*) die "the cache folder's name has a blank in it: '$cache'" ;;
esac

case $kernel in
newest | [1-9]*.*) ;;
*)
	if [ -z "${OFFLINE-}" ]; then
		lock
		read_suite "$kernel" || refuse "there is no such file, and the" \
			"archive has no such suite"
		exec 9<&-
	fi
	"$here/fetch.sh" "$link" "$cache"
	exit ;;
esac
! holds || exit 0
chosen=$(fetched | best)
# A full version that is there need not be looked for.
case $chosen/$kernel in
/*) full='' ;;
*/*.*.* | */*-*) full=1 ;;
*) full='' ;;
esac
if [ "${OFFLINE-}" ] || [ "$full" ]; then
	[ "$chosen" ] || refuse "no such $what is in the cache $cache," \
		"and --offline forbids to download it"
	point_offline "${chosen##* }"
	exit
fi
chosen=''
if [ "$kernel" != newest ]; then
	[ -z "$foreign" ] || own_lists "$arch"
	chosen=$(known | best)
fi
if [ -z "$chosen" ]; then
	lock
	chosen=$(look_in_archive)
	exec 9<&-
fi
[ "$chosen" ] || refuse "no Debian package of that version (a $what) is known to" \
	"apt or in the archive, and there is no such file"
read -r _ name of <<END
$chosen
END
name=$name$foreign${of:+@$of}
"$here/fetch.sh" "$name" "$cache"
point "$(readlink "$cache/$name")"
