#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# drill_suite.sh [BUILD]: what --kernel, kernel-source.sh and --qemu make of the versions and
# suites of an archive: one of our own, which has suites that are well, and suites that a
# mirror got wrong.
# drill_lib.sh says what a drill is. TAP on standard output. BUILD is where the programs
# are, build/x86.
#
# What eval calls looks unreachable to shellcheck.
# shellcheck disable=SC2317
set -u

cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/drill_lib.sh
. selftest/drill_lib.sh
drill_tree "${1:-$build}"
suite=drill-suite

# --- the archive

archive=$base/archive
mkdir -p "$archive/pool"

# package NAME VERSION DEPENDS [FILE [CONTENT]]: a package, with that file in it, which
# is empty or a copy of CONTENT.
package() {
	rm -rf "$base/package"
	mkdir -p "$base/package/DEBIAN"
	case $1 in linux-source*) for=all ;; *) for=amd64 ;; esac
	cat >"$base/package/DEBIAN/control" <<-END
		Package: $1
		Version: $2
		Architecture: $for
		Maintainer: nobody <nobody@localhost>
		Depends: $3
		Description: for drill_suite.sh
	END
	[ -z "${4-}" ] || install -D "${5-/dev/null}" "$base/package/$4"
	dpkg-deb -b "$base/package" "$archive/pool/$1_$2.deb" >/dev/null
}

# suite NAME VALID-UNTIL PACKAGE...: a suite that has these.
make_suite() {
	dir=$archive/dists/$1
	mkdir -p "$dir/main/binary-amd64"
	lists=main/binary-amd64/Packages
	cat >"$dir/Release" <<-END
		Origin: Debian
		Label: Debian
		Suite: $1
		Codename: $1
		Date: Sat, 01 Jan 2022 00:00:00 UTC
		Valid-Until: $2
		Architectures: amd64
		Components: main
		SHA256:
	END
	shift 2
	for deb; do
		dpkg-deb -f "$archive/pool/$deb.deb"
		echo "Filename: pool/$deb.deb"
		wc -c <"$archive/pool/$deb.deb" | sed 's/^/Size: /'
		sha256sum <"$archive/pool/$deb.deb" | sed 's/^/SHA256: /; s/ -//'
		echo
	done >"$dir/$lists"
	(cd "$dir" && echo " $(sha256sum <$lists | cut -c 1-64)" \
		"$(wc -c <$lists) $lists") >>"$dir/Release"
	gpg --homedir "$base/gpg" -q --batch --yes --clearsign -o "$dir/InRelease" \
		"$dir/Release" || exit 2
}

mkdir -m 700 "$base/gpg" "$base/keys"
if ! gpg --homedir "$base/gpg" -q --batch --passphrase '' --quick-gen-key drill \
	rsa2048 sign never; then
	echo "$0: gpg cannot make a key" >&2
	exit 2
fi
gpg --homedir "$base/gpg" --export drill >"$base/keys/drill.gpg"
later='Fri, 01 Jan 2100 00:00:00 UTC'
package linux-image-amd64 7.9.2-1 'linux-image-7.9.2+deb14-amd64 (= 7.9.2-1)'
package linux-image-7.9.2+deb14-amd64 7.9.2-1 libc6 boot/vmlinuz-7.9.2+deb14-amd64
# What a version is not: another flavour, and one that begins like it.
package linux-image-7.9.20+deb14-cloud-amd64 7.9.20-1 libc6 boot/vmlinuz-no
package linux-image-7.90.1+deb14-amd64 7.9~~-1 libc6 boot/vmlinuz-no
# A kernel's source: a file that says which it is, where all else is empty.
mkdir "$base/linux-source-7.9"
for folder in tools virt/kvm arch/x86/kvm arch/x86/include arch/arm64/kvm \
	arch/arm64/tools include scripts Documentation/virt/kvm; do
	mkdir -p "$base/linux-source-7.9/$folder"
done
echo 7.9.2 >"$base/linux-source-7.9/Makefile"
tar -C "$base" -cJf "$base/source.tar.xz" linux-source-7.9
package linux-source 7.9.2-1 'linux-source-7.9 (= 7.9.2-1)'
package linux-source-7.9 7.9.2-1 xz-utils usr/src/linux-source-7.9.tar.xz \
	"$base/source.tar.xz"
# A QEMU, whose loader is the shell, and a newer one that takes all else from sid.
package qemu-system-x86 9.9.1-1 libqemu usr/bin/qemu-system-x86_64
package qemu-system-x86 9.10.0~rc1-1 libqemu usr/bin/qemu-system-x86_64
printf '#!/bin/sh\necho "$@"\n' >"$base/loader"
package libqemu 1-1 dpkg usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 "$base/loader"
package ovmf 1-1 dpkg usr/share/ovmf/OVMF.fd
package dpkg 1-1 libqemu
make_suite sid "$later" linux-image-amd64_7.9.2-1 linux-source_7.9.2-1 \
	linux-image-7.9.2+deb14-amd64_7.9.2-1 linux-source-7.9_7.9.2-1 \
	linux-image-7.9.20+deb14-cloud-amd64_7.9.20-1 qemu-system-x86_9.9.1-1 \
	libqemu_1-1 ovmf_1-1 dpkg_1-1
# Kernels of today have their files in other packages.
package linux-image-amd64 7.10~rc7-1 'linux-image-7.10-amd64 (= 7.10~rc7-1)'
package linux-image-7.10-amd64 7.10~rc7-1 \
	'linux-binary-7.10-amd64, linux-modules-7.10-amd64'
package linux-binary-7.10-amd64 7.10~rc7-1 libc6 usr/lib/modules/7.10-amd64/vmlinuz
package linux-modules-7.10-amd64 7.10~rc7-1 libc6 usr/lib/modules/7.10-amd64/kvm.ko
make_suite experimental "$later" linux-image-amd64_7.10~rc7-1 \
	linux-image-7.10-amd64_7.10~rc7-1 linux-binary-7.10-amd64_7.10~rc7-1 \
	linux-modules-7.10-amd64_7.10~rc7-1 qemu-system-x86_9.10.0~rc1-1
package linux-image-6.0.1-amd64 6.0.1-1 libc6 boot/vmlinuz-6.0.1-amd64
make_suite oldstable "$later" linux-image-6.0.1-amd64_6.0.1-1
make_suite stale 'Sun, 02 Jan 2022 00:00:00 UTC' linux-image-amd64_7.9.2-1
make_suite torn "$later" linux-image-amd64_7.9.2-1
echo >>"$archive/dists/torn/main/binary-amd64/Packages"
package linux-image-amd64 1-1 libc6 boot/vmlinuz-1
make_suite lacks "$later" linux-image-amd64_1-1
rm "$archive/pool/linux-image-amd64_1-1.deb"
make_suite empty "$later"
gpgconf --homedir "$base/gpg" --kill gpg-agent

# --- an apt whose system knows that archive, or another

# with_apt SOURCE COMMAND...
with_apt() {
	mkdir -p "$base/apt/lists/partial"
	cat >"$base/apt.conf" <<-END
		Dir::Etc::Parts "/dev/null";
		Dir::Etc::Main "/dev/null";
		Dir::Etc::SourceList "$base/sources.list";
		Dir::Etc::SourceParts "/dev/null";
		Dir::Etc::TrustedParts "$base/keys";
		Dir::State::Lists "$base/apt/lists";
		Dir::Cache "$base/apt";
	END
	echo "$1" >"$base/sources.list"
	shift
	APT_CONFIG=$base/apt.conf "$@"
}
ours="deb copy:$archive oldstable main"
cache=$base/cache
gate() { # KERNEL OPTION...
	with_apt "$ours" ./run_tests.sh --platform svm --cache "$cache" \
		--kernel "$@" "$test"
}

drill suite-unknown 'no such file, and the archive has no such suite' gate nix
drill suite-expired 'suite stale: .* Release file is out of date' gate stale
drill suite-torn 'suite torn: .* being synchronised' gate torn
drill suite-lacks 'suite lacks: .* half synchronised' gate lacks
drill suite-empty 'suite empty: it has no such package' gate empty
drill suite-of-no-debian 'knows no archive of Debian' \
	with_apt '' ./run_tests.sh --platform svm --cache "$cache" --kernel sid "$test"
drill suite-offline 'offline forbids' gate sid --offline
drill version-offline 'offline forbids' gate 7.9 --offline
drill version-unknown 'no Debian package of that version' gate 7.1
# The system's own archive, when nothing can be reached.
printf 'Acquire::%s::Proxy "http://127.0.0.1:9";\n' http https >"$base/proxy"
drill suite-unreachable connect env APT_CONFIG="$base/proxy" \
	./run_tests.sh --platform svm --cache "$base/cache2" --kernel sid "$test"
drill version-unreachable 'knows no archive of Debian.*connect' \
	with_apt 'deb http://127.0.0.1:9/debian oldstable main' \
	./run_tests.sh --platform svm --cache "$base/cache2" --kernel 7.9 "$test"
drill modules-of-suite '--modules goes with --kernel FILE' \
	gate sid --modules "$base"
drill suite-against-unknown '--against nix: there is no such file, and the archive' \
	gate sid --against nix
drill suite-not-writable 'cannot write to the cache' \
	with_apt "$ours" ./run_tests.sh --platform svm --cache /proc/nix --kernel sid "$test"

# --- what kernels there are

# is NAME KERNEL WANTED [VARIABLE=VALUE]: KERNEL is the package, version and release
# WANTED.
is() {
	name=$1 kernel=$2 wanted=$3
	shift 3
	said=$(set -e
		export CACHE="$cache"
		with_apt "$ours" env "$@" provision/kernel.sh --kernel "$kernel" \
			check x86 kvm-amd linux-image-6.12-amd64 >&2
		provision/kernel.sh --kernel "$kernel" origin x86 \
			linux-image-6.12-amd64) 2>"$base/stderr"
	[ "$said" = "$wanted" ]
	result $? "$name" "$kernel is '$said', not '$wanted': $(cat "$base/stderr")"
}
sid='linux-image-7.9.2+deb14-amd64 7.9.2-1 7.9.2+deb14-amd64'
rc='linux-image-7.10-amd64 7.10~rc7-1 7.10-amd64'
is version 7.9 "$sid"
is newest-of-fetched newest "$sid" OFFLINE=1
is newest newest "$rc"
is suite sid "$sid"
is two-packages experimental "$rc"
is version-of-package 7.10~rc7-1 "$rc"
is version-as-tagged 7.10-rc7 "$rc"
is release 7.9.2+deb14-amd64 "$sid"
is version-of-old-suite 6.0 'linux-image-6.0.1-amd64 6.0.1-1 6.0.1-amd64'
is suite-of-fetched sid "$sid" OFFLINE=1
is newest-offline newest "$rc" OFFLINE=1
is version-of-fetched 7.9.2 "$sid" OFFLINE=1

# source_is NAME KERNEL [VARIABLE=VALUE]: the source of KERNEL is that of 7.9.2.
source_is() {
	name=$1 kernel=$2
	shift 2
	said=$(with_apt "$ours" env "$@" provision/kernel-source.sh --kernel "$kernel" \
		"$cache" 2>"$base/stderr")
	[ "$(cat "$said/Makefile" 2>&1)" = 7.9.2 ] && [ -d "$said/tools" ]
	result $? "$name" "it is '$said': $(cat "$base/stderr")"
}
source_is source-version 7.9
source_is source-suite sid
source_is source-newest newest
source_is source-offline 7.9.2 OFFLINE=1
said=$(with_apt "$ours" provision/kernel-source.sh --kernel 7.1 "$cache" 2>"$base/stderr")
[ "$?-$said-$(wc -l <"$base/stderr")" = 2--1 ] &&
	grep -q 'kernel-source.sh: --kernel 7.1: .* (a kernel source)' "$base/stderr"
result $? source-unknown "it is '$said': $(cat "$base/stderr")"

# --- what QEMUs there are

debian_qemu() { # QEMU [VARIABLE=VALUE]
	with_apt "$ours" env ${2+"$2"} provision/debian-qemu.sh "$1" \
		qemu-system-x86:amd64 ovmf "$cache"
}

# qemu_is NAME QEMU VERSION [VARIABLE=VALUE]: QEMU is of that version, and is started with
# what came with it.
qemu_is() {
	name=$1 qemu=$2 version=$3
	shift 3
	said=$(debian_qemu "$qemu" "$@" 2>"$base/stderr")
	root=${said% *}
	[ "${said##* }" = "$version" ] && [ -f "$root/usr/share/ovmf/OVMF.fd" ] &&
		"$root/run-qemu" -x 2>&1 | grep -q "^--library-path $root/usr/lib/x86_64-linux-gnu:.*\
 $root/usr/bin/qemu-system-x86_64 -L $root/usr/share/qemu .* -x\$"
	result $? "$name" "$qemu is '$said', not '$version': $(cat "$base/stderr")"
}

# no_qemu NAME TEXT QEMU [VARIABLE=VALUE]: one line says why there is none.
no_qemu() {
	name=$1 text=$2
	said=$(shift 2 && debian_qemu "$@" 2>"$base/stderr")
	[ "$?-$said-$(wc -l <"$base/stderr")" = 2--1 ] && grep -qe "$text" "$base/stderr"
	result $? "$name" "it is '$said': $(cat "$base/stderr")"
}
no_qemu qemu-unknown '--qemu 9.1: no QEMU of that version' 9.1
no_qemu qemu-of-no-suite '--qemu nix: there is no such file, and the archive' nix
no_qemu qemu-offline 'offline forbids' 9.9 OFFLINE=1
qemu_is qemu-version 9.9 9.9.1-1
qemu_is qemu-newest-of-fetched newest 9.9.1-1 OFFLINE=1
qemu_is qemu-newest newest '9.10.0~rc1-1'
qemu_is qemu-suite sid 9.9.1-1
qemu_is qemu-of-half-a-suite experimental '9.10.0~rc1-1'
qemu_is qemu-version-offline 9.9.1 9.9.1-1 OFFLINE=1

# A new version is not seen before the lists are read again.
package linux-image-amd64 7.9.3-1 'linux-image-7.9.3+deb14-amd64 (= 7.9.3-1)'
package linux-image-7.9.3+deb14-amd64 7.9.3-1 libc6 boot/vmlinuz-7.9.3+deb14-amd64
make_suite sid "$later" linux-image-amd64_7.9.3-1 \
	linux-image-7.9.3+deb14-amd64_7.9.3-1
gpgconf --homedir "$base/gpg" --kill gpg-agent
is suite-within-the-hour sid "$sid"
touch -d '2 hours ago' "$cache"/.apt-*/read
find "$cache" -maxdepth 1 -type l -exec touch -h -d '2 hours ago' {} +
new='linux-image-7.9.3+deb14-amd64 7.9.3-1 7.9.3+deb14-amd64'
is suite-later sid "$new"
is version-later 7.9 "$new"

# --- several kernels: one that is not to be had keeps nobody from gating the other,
# which is an empty file here

start_drill
gate nix --kernel 7.9 --out "$here/keep/out" --junit "$here/keep/junit" \
	>"$here/stdout" 2>"$here/stderr"
status=$?
out=$here/keep/out
wrong=$({
	[ "$status" = 2 ] || echo "exit status $status"
	grep -qx 'kernel *svm-default' "$here/stdout" &&
		grep -qx 'nix *error' "$here/stdout" &&
		grep -qx '7.9 *error' "$here/stdout" || echo 'the table is not there'
	grep -q 'no such suite' "$out/nix/svm-default/_platform.tap" ||
		echo 'nix is no error'
	grep -q '7.9.3-1' "$out/7.9/kernel.txt" || echo '7.9 was not tried'
	[ "$(grep -o 'no such suite' "$here/keep/junit" | wc -l)" -gt 0 ] ||
		echo 'nix is not in the report'
	grep -q 'run_tests.sh: --kernel nix:' "$here/stderr" || echo 'nix is not told'
} 2>&1)
[ -z "$wrong" ]
result $? several "$wrong
$(cat "$here/stdout" "$here/stderr")"

finish
