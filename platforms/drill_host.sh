#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# drill_host.sh [BUILD]: what run_tests.sh does on hosts that lack what it needs.
# drill_lib.sh says what a drill is. TAP on standard output. BUILD is where the
# programs are, build/x86.
set -u

cd "$(dirname "$0")/.." || exit 2
# shellcheck source=platforms/drill_lib.sh
. platforms/drill_lib.sh
drill_tree "${1:-$build}"
suite=drill-host
run=./run_tests.sh

# --- a KVM that cannot be used: asked for, or the one that is meant without a word

device() { # NAME PATTERN SCRIPT [USER...]
	which=$1 why=$2 script=$3
	shift 3
	drill "$which" "platform host: $why" in_namespace "$script" "$@" \
		$run --platform host "$test"
	drill "$which-unasked" "platform host: $why.*; --platform svm gates" \
		in_namespace "$script" "$@" $run "$test"
}

if ! in_namespace "$dev" true 2>/dev/null; then
	for name in missing another unloaded denied; do
		skip "kvm-$name" 'cannot mount a /dev: not root, or in a container'
	done
else
	# Without a word this would be another platform: tests/no_kvm.sh.
	drill kvm-missing 'platform host: /dev/kvm: .*no KVM on this machine' \
		in_namespace "$dev" $run --platform host "$test"
	device kvm-another '/dev/kvm is not KVM' \
		"$dev && mknod -m 666 /dev/kvm c 1 3"
	device kvm-unloaded '/dev/kvm: .*no KVM module' \
		"$dev && mknod -m 666 /dev/kvm c 60 1"
	if $nobody test -x "$build/probe" -a -x "$PWD/run_tests.sh"; then
		# shellcheck disable=SC2086
		device kvm-denied '/dev/kvm: .*ermission.*join group kvm' \
			"$dev && mknod -m 600 /dev/kvm c 10 232" $nobody
	else
		skip kvm-denied "user nobody may not read $PWD"
	fi
fi
if "$build/probe" >/dev/null 2>&1; then
	# One file more is KVM itself, and there is none for a VM.
	mv "$build/probe" "$build/real"
	cat >"$build/probe" <<-'END'
		#!/bin/sh
		exec prlimit --nofile=4:4 "${0%/*}/real"
	END
	chmod +x "$build/probe"
	device kvm-makes-none '/dev/kvm opens, but KVM_CREATE_VM says: ' true
	mv "$build/real" "$build/probe"
else
	skip kvm-makes-none 'there is no KVM'
fi

echo "1..$nr"
exit "$failed"
