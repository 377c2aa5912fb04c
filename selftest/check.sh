#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What `make check` does: the project's own tests, then the gate on this host's
# KVM if it has one, then on the emulated platforms: each way of svm to page, the
# default config of arm64, the most telling tests on vmx; then QEMU with the firmware
# payload. Every part ends with a line that counts; the exit status is that of the
# worst part. In the end KVM is broken on purpose, with a bug of each class, to see
# that the gate notices.
#
# check.sh BUILD
set -eu
build=$1

if [ "$(id -u)" = 0 ]; then
	provision/setup.sh
else
	provision/setup.sh --check
fi
make programs unit vmm

# In the order of their classes: generic, over-report, api, memslot, dirty-ring,
# own-writes, x86-mmu, shadow, nested.
bugs="get-tail-not-cleared mark-whole-word clear-unaligned-first off-on-keeps-bits \
reset-64-apart guest-write-unmarked tdp-last-of-word-left \
shadow-last-of-word-left nested-not-protected"

worst=0
results=$PWD/$build/check
rm -rf "$results"
mkdir -p "$results"

note() {
	[ "$1" -le "$worst" ] || worst=$1
}

title() {
	echo
	echo "== $1"
}

# tap NAME COMMAND...: keep what it prints, for the count at the end.
tap() {
	name=$1
	shift
	echo "-- $name"
	"$@" >"$results/$name.tap" </dev/null ||
		awk '/^#/ { said = said "\n    " $0 }
		/^not ok/ { print $0 said }
		/^(not )?ok/ { said = "" }' "$results/$name.tap"
}

gate() {
	status=0
	./run_tests.sh "$@" || status=$?
	note "$status"
}

title 'our own tests'
for program in "$build"/unit/test_*; do
	[ ! -x "$program" ] || tap "${program##*/}" "$program"
done
for program in selftest/run/*.t; do
	name=${program##*/}
	tap "run-${name%.t}" perl "$program"
done
tap rules selftest/rules.sh
tap rules-drill selftest/rules.sh --drill
tap readers selftest/readers.sh
tap page selftest/page.sh
tap pairs perl selftest/pairs.pl --check
tap new selftest/new.sh "$build"
tap install selftest/install.sh "$build"
tap bundle selftest/bundle.sh "$build"
tap oci selftest/oci.sh "$build"
tap image selftest/image.sh "$build" quick
tap drill selftest/drill.sh "$build"
tap drill-kernel selftest/drill_kernel.sh "$build"
tap drill-suite selftest/drill_suite.sh "$build"
tap drill-boot selftest/drill_boot.sh "$build"
tap drill-saved selftest/drill_saved.sh "$build"
tap drill-host selftest/drill_host.sh "$build"
tap libraries selftest/libraries.sh
tap no-kvm selftest/no_kvm.sh "$build"
tap qemu-drill selftest/qemu_drill.sh "$build"
if "$build/probe" >/dev/null 2>&1; then
	tap replay selftest/replay.sh "$build"
fi
status=0
perl run/summary.pl "$results" || status=$?
note "$status"

no_host=''
if why=$("$build/probe" 2>&1); then
	title "the gate on this host: $why"
	gate --platform host
else
	no_host="no gate on this host: $why"
	title "$no_host"
fi

title 'the gate on the emulated platforms'
gate --platform svm --platform arm64 --config default,npt0,tdp0
# The same verdicts where the host moves the tests' memory about.
gate --platform svm --config churn moved reads smoke host_writes cow concurrent
# The slowest one runs what its PML makes a difference to.
gate --platform vmx smoke reads toggle ring_full concurrent pml pml_live nested \
	'migrate_wrong/*kick*'

title 'QEMU with the firmware payload: without KVM, and on an emulated machine'
gate --platform qemu --config all qemu_migrate/precopy qemu_migrate/whole-words \
	qemu_migrate/lie@tcg qemu_dirty_rate/sampling-stopped
gate --platform qemu-arm64 qemu_dirty_rate/rate-2048 qemu_dirty_rate/everything \
	qemu_migrate/precopy@kvm

title 'KVM with a bug of each class, on svm'
status=0
# shellcheck disable=SC2086
./run_tests.sh --mutants $bugs || status=$?
note "$status"

[ -z "$no_host" ] || title "$no_host"
exit "$worst"
