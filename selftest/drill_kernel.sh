#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# drill_kernel.sh [BUILD]: what run_tests.sh does with kernels that cannot be
# gated, and with downloads that fail. drill_suite.sh is about kernels of an archive. drill_lib.sh says what a drill is.
# TAP on standard output. BUILD is where the programs are, build/x86.
#
# What eval calls looks unreachable to shellcheck.
# shellcheck disable=SC2317
set -u

cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/drill_lib.sh
. selftest/drill_lib.sh
drill_tree "${1:-$build}"
suite=drill-kernel
run=./run_tests.sh

# --- kernels that cannot be gated

head -c 30000 /dev/urandom >"$base/garbage"
head -c 56 /dev/zero >"$base/arm64"
printf 'ARMd' >>"$base/arm64"
debian=$CACHE/$(provision/kernel.sh package x86 linux-image-6.12-amd64)
kernel=$(echo "$debian"/boot/vmlinuz-*)
mkdir "$base/modules"
find "$debian/lib/modules/" -name kvm-amd.ko.xz -exec xz -dc {} \; |
	LC_ALL=C sed 's/vermagic=[0-9]/vermagic=9/' >"$base/modules/kvm-amd.ko"
drill kernel-garbage 'is not a kernel' \
	$run --platform svm --kernel "$base/garbage" "$test"
drill kernel-of-arm64 'is for arm64' \
	$run --platform svm --kernel "$base/arm64" "$test"
drill kernel-without-kvm 'no kvm-amd built in, and no --modules' \
	$run --platform svm --kernel "$kernel" "$test"
drill kernel-without-module 'has no kvm-amd.ko' $run --platform svm \
	--kernel "$kernel" --modules "$debian/boot" "$test"
drill modules-of-another 'modules in .* are of 9' $run --platform svm \
	--kernel "$kernel" --modules "$base/modules" "$test"

# What a kernel is looked into for: files that hold these texts and no more.
zeros() { # BYTES
	head -c "$1" /dev/zero
}
texts() { # TEXT...
	printf '%s\0' 'Linux version 6.12' "$@"
}
image() { # TEXT...
	zeros 56
	printf ARMd
	texts "$@"
}
bzimage() { # TEXT...
	texts "$@" | gzip >"$base/packed"
	zeros 497
	printf '\001'
	zeros 16
	printf HdrS
	zeros 70
	# Its length, of less than 256 bytes, and where it begins.
	# shellcheck disable=SC2059
	printf "\\$(printf %o "$(wc -c <"$base/packed")")"
	zeros 435
	cat "$base/packed"
}
initrd='unpack rootfs image'
bzimage devtmpfs: "$initrd" >"$base/kernel"
drill kernel-without-serial 'lacks CONFIG_SERIAL_8250_CONSOLE' \
	$run --platform svm --kernel "$base/kernel" "$test"
bzimage devtmpfs: 8250.nr_uarts "$initrd" >"$base/kernel"
drill kernel-without-amd 'no kvm-amd built in' \
	$run --platform svm --kernel "$base/kernel" "$test"
# The tests of this tree are for x86, so that none runs on arm64.
for_arm64() {
	KVM_DIRTY_NAME=run_tests.sh provision/kernel.sh --kernel "$base/kernel" \
		check arm64 '' linux-image-6.12-arm64:arm64
}
image "$initrd" kvm-arm.mode >"$base/kernel"
drill kernel-without-devtmpfs 'lacks CONFIG_DEVTMPFS' for_arm64
image devtmpfs: kvm-arm.mode >"$base/kernel"
drill kernel-without-initrd 'lacks CONFIG_BLK_DEV_INITRD' for_arm64
image devtmpfs: "$initrd" >"$base/kernel"
drill kernel-of-no-guests 'lacks CONFIG_KVM' for_arm64
drill modules-alone '--modules goes with --kernel' $run --platform svm \
	--modules "$base/modules" "$test"

# --- downloads, from an archive of our own: a fake apt that knows one package

mkdir -p "$base/fake" "$base/package/DEBIAN" "$base/package/boot"
echo kernel >"$base/package/boot/vmlinuz-1"
cat >"$base/package/DEBIAN/control" <<-END
	Package: linux-image-1-amd64
	Version: 1
	Architecture: amd64
	Maintainer: nobody <nobody@localhost>
	Description: for drill.sh
	END
dpkg-deb -b "$base/package" "$base/good.deb" >/dev/null
cat >"$base/fake/apt-cache" <<-'END'
	#!/bin/sh
	echo '  Depends: linux-image-1-amd64'
	END
cat >"$base/fake/apt-get" <<-'END'
	#!/bin/sh
	deb=linux-image-1-amd64_1_amd64.deb
	case "$* " in
	*--print-uris*) echo "'http://localhost/$deb' $deb 1 SHA256:0" ;;
	*update*) [ "$FAKE" != breaks ] || { echo E: no network; exit 100; } ;;
	*)	head -c 500 "$DRILL_BASE/good.deb" >$deb
		case $FAKE in
		breaks) echo 'E: connection reset'; exit 100 ;;
		hangs) exec sleep 60 ;;
		works) cp "$DRILL_BASE/good.deb" $deb ;;
		esac ;;
	esac
	END
chmod +x "$base/fake/apt-cache" "$base/fake/apt-get"
cache=$base/drill/keep/cache
fake() { # HOW COMMAND...
	how=$1
	shift
	env FAKE="$how" PATH="$base/fake:$PATH" KVM_DIRTY_NAME=run_tests.sh "$@"
}
drill download-breaks 'cannot download package linux-image.*no network' \
	fake breaks $run --platform svm --cache "$cache" "$test"
drill download-truncated 'cannot unpack package' \
	fake truncates $run --platform svm --cache "$cache" "$test"
drill download-offline 'offline forbids' \
	fake works $run --platform svm --cache "$cache" --offline "$test"
drill cache-not-writable 'cannot write to the cache' \
	fake works $run --platform svm --cache /proc/nix "$test"

# Killed in the middle, then once more: complete, and nothing else is there.
start_drill
DRILL_MARK=$base fake hangs setpriv --pdeathsig KILL \
	provision/fetch.sh linux-image-1-amd64 "$cache" >"$here/stdout" 2>&1 &
for _ in 1 2 3 4 5 6 7 8 9 10; do
	sleep 0.2
	[ -z "$(find "$cache" -name '*.deb' 2>/dev/null)" ] || break
done
half=$(find "$cache" -name '*.deb' 2>/dev/null)
kill_marked
wait 2>/dev/null
fake works provision/fetch.sh linux-image-1-amd64 "$cache" >"$here/stdout" 2>&1
status=$?
files=$(cd "$cache" && echo * .[!.]*)
recovered=1
[ "$status" = 0 ] && [ "$half" ] &&
	[ -f "$cache/linux-image-1-amd64/boot/vmlinuz-1" ] &&
	[ "$files" = 'linux-image-1-amd64 linux-image-1-amd64_1_amd64 .[!.]*' ] &&
	recovered=0
result "$recovered" download-recovers "half: $half; status $status; cache: $files"
fake breaks provision/fetch.sh linux-image-1-amd64 "$cache" >"$here/stdout" 2>&1
result $? download-only-once "$(cat "$here/stdout")"

finish
