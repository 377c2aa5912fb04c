#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# debian-qemu.sh QEMU PACKAGE:ARCH FIRMWARE CACHE: have Debian's QEMU in the cache, with all
# that it needs and with the package FIRMWARE of its suite, and nothing of it installed.
# PACKAGE is qemu-system-x86 or qemu-system-arm. QEMU is
#
#   a version   "7.2", "10.0.13": the newest that matches, of the system's own archive,
#               else of any suite's
#   newest      the newest of all suites
#   a suite     "sid", "trixie", "bookworm-backports": the QEMU of that suite
#   ''          that of the system's own archive
#
# Afterwards CACHE/PACKAGE:ARCH[@QEMU]+all+FIRMWARE is a link to the unpacked files, of which
# run-qemu starts QEMU here. Prints the folder and the version. With OFFLINE=1 it is the
# newest that was fetched.
set -eu

qemu=$1
package=${2%:*}
arch=${2#*:}
firmware=$3
cache=$4
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

parts=+all+$firmware
link=$package:$arch${qemu:+@$qemu}$parts

refuse() {
	die "--qemu $qemu: $*"
}

# Of lines "VERSION PACKAGE...", the newest that is of the wanted version.
best() {
	version=$(echo "$qemu" | sed 's/-rc/~rc/; s/[.+]/[&]/g')
	[ "$qemu" != newest ] || version='[0-9]+'
	sed -nE "/^([0-9]+:)?$version([^0-9a-z].*)?\$/p" | sort -V | tail -n 1
}

# Those that apt knows with $options.
known() {
	# shellcheck disable=SC2086
	apt-cache $options madison "$package" 2>/dev/null |
		sed -nE "s/^ *([^ ]+) [|] *([^ ]+) [|].*Packages\$/\2 \1 $suite/p"
}

# Those that were fetched.
fetched() {
	for dir in "$cache/${package}_"*"_$arch$parts"; do
		[ ! -d "$dir" ] || echo "${dir##*/}"
	done | sed -nE "s/^([^_]*)_([^_]*)_.*/\2 \1 &/p" | sed 's/%3a/:/'
}

# --- the answer

# What starts the program $1 in the folder $2 with the loader and the libraries there.
make_runner() {
	[ ! -x "$2/run-qemu" ] || return 0
	cat >"$2/.run-qemu.$$" <<-END
		#!/bin/sh
		# Made by debian-qemu.sh.
		root=\$(cd "\${0%/*}" && pwd -P)
		path=
		for dir in \$root/usr/lib/*-linux-gnu \$root/lib/*-linux-gnu; do
			path=\$path:\$dir:\$dir/blas:\$dir/lapack
			[ ! -d "\$dir/qemu" ] || export QEMU_MODULE_DIR="\$dir/qemu"
		done
		for loader in \$root/usr/lib/*-linux-gnu/ld-linux-*.so.? \\
			\$root/lib/*-linux-gnu/ld-linux-*.so.?; do
			[ ! -x "\$loader" ] || exec "\$loader" \\
				--library-path "\${path#:}" "\$root/usr/bin/$1" \\
				-L "\$root/usr/share/qemu" -L "\$root/usr/share/seabios" "\$@"
		done
		echo "\$0: there is no loader" >&2
		exit 127
	END
	chmod 755 "$2/.run-qemu.$$"
	mv "$2/.run-qemu.$$" "$2/run-qemu"
}

tell() {
	top=$(readlink "$cache/$link")
	case $package in
	qemu-system-x86) make_runner qemu-system-x86_64 "$cache/$top" ;;
	*) make_runner qemu-system-aarch64 "$cache/$top" ;;
	esac
	version=${top#*_}
	echo "$cache/$top $(echo "${version%%_*}" | sed 's/%3a/:/')"
	exit
}

# --- the one that is wanted

case $cache in
*' '*) die "the cache folder's name has a blank in it: '$cache'" ;;
esac

case $qemu in
newest | [1-9]*) ;;
*)
	if [ -z "${OFFLINE-}" ] && [ "$qemu" ]; then
		lock
		read_suite "$qemu" || refuse "there is no such file, and the" \
			"archive has no such suite"
		exec 9<&-
	fi
	"$here/fetch-all.sh" "${link%"$parts"}" "$cache" "$firmware" >&2
	tell ;;
esac
! holds || tell
if [ "${OFFLINE-}" ]; then
	chosen=$(fetched | best)
	[ "$chosen" ] || refuse "no such QEMU ($package for $arch) is in the cache" \
		"$cache, and --offline forbids to download it"
	point_offline "$(readlink "$cache/${chosen##* }" || echo "${chosen##* }")"
	tell
fi
lock
chosen=''
if [ "$qemu" != newest ]; then
	own_lists "$arch"
	fresh || read_lists || refuse "$(archive_fault)"
	chosen=$(known | best)
fi
[ "$chosen" ] || chosen=$(look_in_archive)
exec 9<&-
[ "$chosen" ] || refuse "no QEMU of that version ($package for $arch) is in Debian's" \
	"archive, and there is no such file"
read -r _ _ of <<END
$chosen
END
name=$package:$arch${of:+@$of}
"$here/fetch-all.sh" "$name" "$cache" "$firmware" >&2
point "$(readlink "$cache/$name$parts")"
tell
