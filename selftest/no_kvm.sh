#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# no_kvm.sh [BUILD]: what works on a machine that has no KVM: the unit tests, the
# lists, help, descriptions, emulated platforms and the bundle; and what cannot, the
# host's own gate, is refused in one line that says why. /sys/module/kvm and
# /dev/kvm are hidden, then /sys and /proc, in mount namespaces. TAP on standard
# output. BUILD is where the programs are, build/x86.
set -u

cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/drill_lib.sh
. selftest/drill_lib.sh
suite=no-kvm
build=${1:-$build}

# Without /dev/kvm, or with another device in its place.
module="{ ! [ -d /sys/module/kvm ] || mount --bind $base/empty /sys/module/kvm; }"
absent="$module && $dev && mknod -m 666 /dev/zero c 1 5"
another="$absent && mknod -m 666 /dev/kvm c 1 5"
no_sys="$absent && mount -t tmpfs none /sys"
no_proc="$absent && mount -t tmpfs none /proc"
hidden=$absent
mkdir "$base/empty" "$base/out"

if ! in_namespace "$no_sys && $no_proc" true 2>/dev/null; then
	skip everything 'cannot mount: not root, or in a container'
	finish
fi

# works NAME PATTERN COMMAND...: it is content, and some line matches.
works() {
	name=$1 pattern=$2
	shift 2
	status=0
	in_namespace "$hidden" "$@" >"$base/said" 2>&1 </dev/null || status=$?
	[ "$status" = 0 ] && grep -Eq "$pattern" "$base/said"
	result $? "$name" "exit status $status: $(tail -n 20 "$base/said")"
}

# refuses NAME PATTERN COMMAND...: exit status 2 and one line, which matches.
refuses() {
	name=$1 pattern=$2
	shift 2
	status=0
	in_namespace "$hidden" "$@" >/dev/null 2>"$base/said" </dev/null ||
		status=$?
	[ "$status" = 2 ] && [ "$(wc -l <"$base/said")" = 1 ] &&
		grep -Eq "$pattern" "$base/said"
	result $? "$name" "exit status $status: $(tail -n 20 "$base/said")"
}

# --- the programs themselves

works hidden . sh -c '! [ -e /dev/kvm ] && ! [ -e /sys/module/kvm/parameters ] &&
	echo so'
for program in "$build"/unit/test_*; do
	[ ! -x "$program" ] || works "unit-${program##*/}" '^1\.\.' "$program"
done
for program in "$build"/tests/* "$build"/vmm/*; do
	case $program in *.*) continue ;; esac
	[ -x "$program" ] || continue
	"$program" -l >"$base/listed"
	in_namespace "$hidden" "$program" -l 2>&1 | diff "$base/listed" - \
		>"$base/said"
	result $? "lists-${program##*/}" "$(head "$base/said")"
	works "helps-${program##*/}" '^usage: ' "$program" -h
done
works rate-help '^Usage: ' "$build/rate" -h
refuses program 'smoke: /dev/kvm: .*no KVM on this machine' "$build/tests/smoke"
refuses describe 'describe: /dev/kvm: .*no KVM' "$build/describe"
refuses rate 'rate: /dev/kvm: .*no KVM' "$build/rate"

# --- run_tests.sh

set -- --platform svm --platform vmx --platform arm64 --platform qemu
./run_tests.sh "$@" --list >"$base/listed"
in_namespace "$hidden" ./run_tests.sh "$@" --list 2>&1 |
	diff "$base/listed" - >"$base/said" && [ -s "$base/listed" ]
result $? lists-all "$(head "$base/said")"
works help '^Usage: ' ./run_tests.sh --help
set -- --out "$base/out/a"
works svm '^[0-9]+ passed, 0 failed' ./run_tests.sh "$@" --platform svm smoke reads
set -- --out "$base/out/b"
works arm64 '^[0-9]+ passed, 0 failed' ./run_tests.sh "$@" --platform arm64 smoke
set -- --out "$base/out/c"
works describe-svm '^ +backend: svm$' ./run_tests.sh "$@" --platform svm --describe
set -- --out "$base/out/d"
works by-itself . ./run_tests.sh "$@" smoke/armed
for line in "$(head -n 1 "$base/said")" "$(tail -n 1 "$base/said")"; do
	case $line in
	*'svm, an emulated machine, and not this host: /dev/kvm: '*) ;;
	*) false ;;
	esac
	result $? by-itself-says-so "$line"
done
refuses host 'run_tests.sh: platform host: /dev/kvm: .*no KVM' \
	./run_tests.sh --platform host smoke

# --- the bundle, which comes from elsewhere

ln -s "$PWD/$build" "$base/${build##*/}"
run/bundle.sh "$base/${build##*/}" >"$base/said" &&
	tar -C "$base" -xf "$(cat "$base/said")"
bundle=$base/kvm-dirty-tests-${build##*/}
works bundle-lists '^smoke/armed@bitmap$' "$bundle/run.sh" --list
refuses bundle 'run.sh: /dev/kvm: .*no KVM' "$bundle/run.sh" smoke

# --- more of the same

hidden=$another
refuses another-device 'host: /dev/kvm is not KVM; --platform svm' \
	./run_tests.sh smoke
refuses bundle-another 'run.sh: /dev/kvm is not KVM' "$bundle/run.sh" smoke
hidden=$no_sys
works no-sys-lists '^smoke/armed@bitmap$' ./run_tests.sh --list smoke
set -- --out "$base/out/e"
works no-sys-svm '^8 passed, 0 failed' \
	./run_tests.sh "$@" --platform svm smoke/armed
hidden=$no_proc
works no-proc-lists '^smoke/armed@bitmap$' ./run_tests.sh --list smoke
set -- --out "$base/out/f"
works no-proc-svm '^8 passed, 0 failed' \
	./run_tests.sh "$@" --platform svm smoke/armed

# With a KVM that could be used otherwise.
if "$build/probe" >/dev/null 2>&1; then
	hidden='mount -t tmpfs none /sys'
	refuses no-sys-host 'platform host: /sys/module/kvm is not there' \
		./run_tests.sh --platform host smoke
	hidden='mount -t tmpfs none /proc'
	refuses no-proc-host 'platform host: /proc is not mounted' \
		./run_tests.sh --platform host smoke
fi

finish
