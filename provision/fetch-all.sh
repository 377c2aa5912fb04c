#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# fetch-all.sh PACKAGE:ARCH[@SUITE] CACHE [OTHER...]: download a Debian package and the
# packages OTHER, with all that they depend on, and unpack that into one folder.
# Afterwards CACHE/PACKAGE:ARCH[@SUITE]+all[+OTHER...] is a link to it. What fetch.sh says
# of itself holds here, too; it is asked first, since it keeps the package lists.
#
# What a suite of backports does not have is of the suite that it is for.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
wanted=$1
cache=$2
shift 2
package=${wanted%%:*}
arch=${wanted##*:}
arch=${arch%@*}
case $wanted in *@*) of=${wanted#*@} ;; *) of='' ;; esac
all=+all
for other; do
	all=$all+$other
done

# shellcheck source=provision/lib.sh
. "$here/lib.sh"
# shellcheck source=provision/lists.sh
. "$here/lists.sh"

if [ "${OFFLINE-}" ]; then
	[ -d "$cache/$wanted$all/." ] || die "package $wanted and what it depends on are" \
		"not in the cache $cache, and --offline forbids to download them"
	exit 0
fi
"$here/fetch.sh" "$wanted" "$cache"
case $cache in
/*) ;;
*) cache=$PWD/$cache ;;
esac
link=$cache/$wanted$all
# It is named for the package that it was made for.
top=$(basename "$(readlink "$cache/$wanted")")$all
if [ "$(readlink "$link")" = "$top" ] && [ -d "$link/." ]; then
	touch -h "$link"
	exit 0
fi

exec 9<"$cache"
flock 9
tmp=$(mktemp -d "$cache/.fetch.XXXXXX")
log=$tmp/log
cd "$tmp"
if ! [ -d "$cache/$top" ]; then
	whole_lists "$arch" "$of"
	options="$options -o APT::Install-Recommends=0"
	echo "downloading the Debian package $package and what it depends on"
	[ -z "$of" ] || fresh || read_lists ||
		die "cannot download package $wanted: $(archive_fault)"
	# With no package installed, all of it would be.
	# shellcheck disable=SC2086
	quietly apt-get $options --print-uris install "$package" "$@" ||
		die "cannot resolve package $wanted: $(grep -h '^[EW]:' "$log" | head -n 1)"
	# The versions that are meant, as a suite of backports does not come first.
	names=$(sed -n "s/^'[^']*' \([^_]*\)_\([^_]*\)_.*/\1=\2/p" "$log" | sed 's/%3a/:/')
	# shellcheck disable=SC2086
	quietly apt-get $options download $names ||
		die "cannot download what $wanted depends on:" \
			"$(grep -h '^[EW]:' "$log" | head -n 1)"
	for deb in *.deb; do
		quietly dpkg-deb -x "$deb" unpacked ||
			die "cannot unpack $deb: $(tail -n 1 "$log")"
	done
	mv -T unpacked "$cache/$top"
fi
ln -s "$top" link
mv -T link "$link"
