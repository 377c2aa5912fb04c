#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# fetch.sh PACKAGE[:ARCH][@SUITE] CACHE [OTHER[:ARCH]]: download the newest version of a
# Debian package that apt knows, and unpack it without installing. Afterwards
# CACHE/PACKAGE[:ARCH][@SUITE] is a link to the unpacked files. Needs no root. PACKAGE may
# be a meta package of the kernel ("linux-image-6.12-amd64", "linux-image-amd64"):
# the kernel that it depends on is meant then. With ARCH it is a package of another
# architecture, with SUITE one of another suite of Debian's archive, about which the
# system's apt need not know: their lists are kept in the cache (lists.sh).
#
# Since Debian's 7.0 a kernel's files are in two packages that the one named for it
# depends on. They are unpacked together, and lie where those of older ones do.
#
# Where apt knows no PACKAGE, OTHER is fetched; then there is no CACHE/PACKAGE.
#
# What is there already is not downloaded again. With OFFLINE=1 nothing is: the
# newest that was fetched before is used, or one line says what is missing.
# Unpacking goes to a temporary folder that is renamed at the end, so that a
# half-way failure leaves nothing that a later run would take for complete.
set -eu

package=$1
wanted="$1 ${3-}"
cache=$2
case $cache in
/*) ;;
*) cache=$PWD/$cache ;;
esac
here=$(cd "${0%/*}" && pwd)

# shellcheck source=provision/lib.sh
. "$here/lib.sh"
# shellcheck source=provision/lists.sh
. "$here/lists.sh"

# What follows @ and : in PACKAGE[:ARCH][@SUITE].
arch='' of=''
case $package in *@*) of=${package#*@} arch=$(dpkg --print-architecture) ;; esac
case $package in *:*) arch=${package##*:} arch=${arch%@*} ;; esac
lists=''
[ -z "$arch" ] || own_lists "$arch" "$of"

# What package $1 depends on, of what the pattern $2 names.
depends() {
	# shellcheck disable=SC2086
	apt-cache $options depends --important "$1" 2>/dev/null |
		sed -n "s/^ *Depends: \($2-[0-9].*\)/\1/p"
}

# Set $package to the one of $wanted that apt knows, $real to what is meant by it,
# $parts to the packages that have its files if it has none, $deb to its newest .deb
# file.
resolve() {
	for package in $wanted; do
		real=${package%%[:@]*} parts=
		case $real in
		linux-image-* | linux-source)
			kernel=$(depends "$real" "${real%%-[0-9a]*}" | head -n 1)
			real=${kernel:-$real}
			parts=$(depends "$real" 'linux-\(binary\|modules\)') ;;
		esac
		# shellcheck disable=SC2086
		deb=$(apt-get $options download --print-uris "$real" \
			2>/dev/null |
			sed -n "s/^'[^']*' \([^ ]*\.deb\) .*/\1/p")
		dir=$cache/${deb%.deb}
		[ -z "$deb" ] || return 0
	done
	return 1
}

found() {
	[ -d "$dir" ] && [ "$(readlink "$cache/$package")" = "${deb%.deb}" ]
}

# Set $package to the one of $wanted that the cache has.
in_cache() {
	for package in $wanted; do
		[ ! -d "$cache/$package/." ] || return 0
	done
	package=${wanted%% *}
	return 1
}

# The system's lists may be missing, or name a version that the archive no
# longer has. They are not ours to change: read new ones into $tmp.
update() {
	if [ "$arch" ]; then
		read_lists && resolve
		return
	fi
	mkdir -p "$tmp/lists/partial" "$tmp/archives/partial"
	options="$options -o Dir::State::Lists=$tmp/lists -o Dir::Cache=$tmp"
	# shellcheck disable=SC2086
	quietly apt-get $options update && resolve
}

download() {
	# shellcheck disable=SC2086
	quietly apt-get $options download "$real" $parts
}

unpack() {
	for file in *.deb; do
		quietly dpkg-deb -x "$file" unpacked || return
	done
	# Since Debian 13 packages count on a system that has these links.
	for top in bin lib sbin; do
		[ -e "unpacked/$top" ] || [ ! -d "unpacked/usr/$top" ] ||
			ln -s "usr/$top" "unpacked/$top"
	done
	[ "$parts" ] || return 0
	mkdir unpacked/boot
	for file in unpacked/lib/modules/*/vmlinuz; do
		release=${file%/*}
		ln -s "../${file#*/}" "unpacked/boot/vmlinuz-${release##*/}"
	done
}

failed() {
	why=$(archive_fault)
	! in_cache || why="$why (--offline uses an older one)"
	die "cannot download package $package: $why"
}

# What is before it in $wanted, apt has no more.
use() {
	for other in $wanted; do
		[ "$other" != "$package" ] || return 0
		[ ! -L "$cache/$other" ] || rm -f "$cache/$other"
	done
}

if [ "${OFFLINE-}" ]; then
	in_cache || die "package $package is not in the" \
		"cache $cache, and --offline forbids to download it"
	exit 0
fi
if ! command -v apt-get >/dev/null; then
	in_cache || die "cannot download package $package: apt-get is missing"
	exit 0
fi

deb='' dir=''
case $cache in
*' '*) die "the cache folder's name has a blank in it: '$cache'" ;;
esac
# Asking apt takes seconds. Its answer holds until it reads new lists.
if { [ -z "$suite" ] || fresh; } && in_cache &&
	[ -z "$(find /var/lib/apt/lists "$lists/read" -maxdepth 0 \
	-newer "$cache/$package" 2>/dev/null)" ]; then
	exit 0
fi
if [ -z "$arch" ] && resolve && found; then
	touch -h "$cache/$package" 2>/dev/null || :
	use 2>/dev/null || :
	exit 0
fi
mkdir -p "$cache" 2>/dev/null || :
[ -w "$cache" ] ||
	die "cannot write to the cache folder $cache (try --cache DIR)"

# One fetch at a time per cache. Who holds the lock knows that temporary files
# are those of a run that was killed.
exec 9<"$cache"
flock 9
[ -z "$deb" ] || ! found || exit 0
rm -rf "$cache"/.fetch.*
tmp=$(mktemp -d "$cache/.fetch.XXXXXX")
log=$tmp/log
cd "$tmp"
if [ "$arch" ]; then
	fresh || read_lists || failed
	if resolve && found; then
		touch -h "$cache/$package"
		use
		exit 0
	fi
fi

if [ -z "$deb" ] || ! [ -d "$dir" ]; then
	echo "downloading the Debian package $package"
	if { [ -z "$deb" ] || ! download; } && ! { update && download; }; then
		failed
	fi
	if ! unpack; then
		die "cannot unpack package $package: $(tail -n 1 "$log")"
	fi
	[ -d "$dir" ] || mv -T unpacked "$dir"
fi

# In one step, since other runs may be reading the link.
ln -s "${deb%.deb}" link
mv -T link "$cache/$package"
use
