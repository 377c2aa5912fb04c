#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# fetch-all.sh PACKAGE:ARCH CACHE: download a Debian package of another
# architecture with all that it depends on, and unpack that into one folder.
# Afterwards CACHE/PACKAGE:ARCH+all is a link to it. What fetch.sh says of itself
# holds here, too; it is asked first, since it keeps the package lists.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
package=${1%:*}
arch=${1##*:}
cache=$2
link=$cache/$1+all

# shellcheck source=provision/lib.sh
. "$here/lib.sh"
# shellcheck source=provision/lists.sh
. "$here/lists.sh"

if [ "${OFFLINE-}" ]; then
	[ -d "$link/." ] || die "package $1 and what it depends on are not in" \
		"the cache $cache, and --offline forbids to download them"
	exit 0
fi
"$here/fetch.sh" "$1" "$cache"
case $cache in
/*) ;;
*) cache=$PWD/$cache link=$PWD/$link ;;
esac
# It is named for the package that it was made for.
top=$(basename "$(readlink "$cache/$1")")+all
if [ "$(readlink "$link")" = "$top" ] && [ -d "$link/." ]; then
	exit 0
fi

exec 9<"$cache"
flock 9
tmp=$(mktemp -d "$cache/.fetch.XXXXXX")
log=$tmp/log
cd "$tmp"
own_lists "$arch"
options="$options -o APT::Install-Recommends=0"
echo "downloading the Debian package $package and what it depends on"
# With no package installed, all of it would be.
# shellcheck disable=SC2086
quietly apt-get $options --print-uris install "$package" ||
	die "cannot resolve package $1: $(grep -h '^[EW]:' "$log" | head -n 1)"
names=$(sed -n "s/^'[^']*' \([^_]*\)_.*/\1/p" "$log")
# shellcheck disable=SC2086
quietly apt-get $options download $names ||
	die "cannot download what $1 depends on: $(grep -h '^[EW]:' "$log" | head -n 1)"
for deb in *.deb; do
	quietly dpkg-deb -x "$deb" unpacked ||
		die "cannot unpack $deb: $(tail -n 1 "$log")"
done
[ -d "$cache/$top" ] || mv -T unpacked "$cache/$top"
ln -s "$top" link
mv -T link "$link"
