#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# libraries.sh [KERNEL...]: the tests build on the KVM selftests library of the oldest and
# the newest of Debian's kernels (or of KERNEL, see provision/debian-kernel.sh), for each
# architecture and without a warning; the unit tests pass there; and the cases that make
# most use of the library have the verdict on this host's KVM, or on svm, that they should.
# And the first build in a new tree may be one for arm64.
# TAP on standard output. A library that cannot be had is a skip in words, no pass.
set -u

cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/tap.sh
. selftest/tap.sh
suite=libraries
export CACHE="${CACHE:-$PWD/build/cache}"
[ $# -gt 0 ] || set -- 6.1 newest
log=$(mktemp) || exit 2
trap 'rm -f "$log"' EXIT

# Guest page tables, memory regions, vCPUs, registers, rings, userfaultfd; the calls that
# old headers do not have.
tests='smoke page_walk absent prefault guest_memfd user_mode'
cases='smoke@bitmap smoke@ring page_walk@ring absent@ring prefault guest_memfd
	user_mode@bitmap'

# Both compilers are there on x86 alone.
arches='x86 arm64'
[ "$(uname -m)" != aarch64 ] || arches=arm64

# make_it GOAL...: of $arch, on the library of $tree.
make_it() {
	nice make -j"$(nproc)" ARCH="$arch" B="$build" KDIR="$tree" "$@" >"$log" 2>&1 &&
		! grep 'warning:' "$log"
}

unit_tests() {
	for program in "$build"/unit/test_*; do
		[ ! -x "$program" ] || "$program" >>"$log" 2>&1 || return
	done
}

# An emulated machine, where this one is not of $arch or has no KVM.
gate() {
	platform=$arch
	[ "$arch" != x86 ] || platform=svm
	! "$build/probe" >/dev/null 2>&1 || platform=host
	# shellcheck disable=SC2086
	KVM_DIRTY_BUILD=$build ./run_tests.sh --platform "$platform" $cases >"$log" 2>&1
}

# In a new tree the first thing that is built may be for arm64, whose library needs a
# header that is made from the source, which is not there yet when make begins.
make -pn ARCH=arm64 B=build/nix KERNEL_SOURCE=build/nix/linux coverage 2>/dev/null |
	grep -q '^build/nix/kvm\.mk:.* build/nix/generated/[^ ]*/sysreg-defs\.h'
result $? arm64-first 'nothing makes sysreg-defs.h in a new tree'

rm -rf build/libraries/switched
for kernel; do
	if ! tree=$(provision/kernel-source.sh --kernel "$kernel" "$CACHE" 2>"$log"); then
		skip "$kernel" "could not be tried: $(tail -n 1 "$log")"
		continue
	fi
	release=$(sed -n 's/^\(VERSION\|PATCHLEVEL\|SUBLEVEL\) = //p' "$tree/Makefile" |
		paste -sd.)
	for arch in $arches; do
		build=build/libraries/$kernel-$arch
		make_it compiled
		result $? "$kernel-$arch-builds" "$release: $(grep -v '^  ' "$log" | tail -n 20)"
		programs="$build/probe $build/receive"
		for program in describe mergeable; do
			programs="$programs $build/stripped/$program"
		done
		for test in $tests; do
			programs="$programs $build/tests/$test $build/stripped/$test"
		done
		# shellcheck disable=SC2086
		make_it $programs && gate
		result $? "$kernel-$arch-gates" "$(tail -n 30 "$log")"
		# The unit tests are programs of this machine's.
		[ "$arch" = "${arches%% *}" ] || continue
		make_it unit && unit_tests
		result $? "$kernel-unit-tests" "$(grep -v '^\(  \|ok\)' "$log" | tail -n 20)"
		# In a folder that the last kernel's library was used for.
		build=build/libraries/switched
		make_it "$build/host/host-machine-compat.c.o" && grep -q '^  CC ' "$log"
		result $? "$kernel-compiles-anew" "$(cat "$log")"
	done
done

finish
