#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# QEMUs and firmware that misbehave: each must come out as one line that says what
# it was, and leave neither a process nor a file. As KTAP.
#
# qemu_drill.sh BUILD
#
# What a trap calls looks unreachable to shellcheck.
# shellcheck disable=SC2317
set -eu

build=$1
here=$(cd "${0%/*}" && pwd)
base=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-qemu-drill.XXXXXX")
child=
cleanup() {
	[ -z "$child" ] || kill "$child" 2>/dev/null || :
	rm -rf "$base"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
# shellcheck source=selftest/tap.sh
. "${0%/*}/tap.sh"
suite=qemu-drill

# Print what was left behind. A QEMU of ours has our folder's name among its
# arguments; from a file, since grep is a process, too.
leftovers() {
	ls "$base/tmp"
	echo "$base/tmp" >"$base/name"
	grep -sl -F -f "$base/name" /proc/[0-9]*/cmdline | sed 's/^/process /'
}

# drill_of TEST CASE NAME TEXT OPTION...: the case must end with TEXT in its one line.
drill_of() {
	test=$1 case=$2 name=$3 text=$4
	shift 4
	mkdir -p "$base/tmp"
	TMPDIR=$base/tmp "$build/vmm/$test" -a x86 -C tcg -c "$case" "$@" \
		>"$base/out" 2>"$base/err" </dev/null || :
	offence=
	grep -q "^not ok 1 $test/$case@tcg\( # .*$text.*\)*$" "$base/out" &&
		grep -q "$text" "$base/out" ||
		offence="no line with '$text': $(grep '^not ok\|^ok' "$base/out" |
			head -n 1) $(head -n 1 "$base/err")"
	left=$(leftovers)
	[ -z "$left" ] || offence="$offence left behind: $left"
	nothing "$name" "$offence"
}

drill() {
	drill_of qemu_migrate precopy "$@"
}

# liar LIE: QEMU, with one lie.
liar() {
	qemu "liar-$1" "exec '$here/qemu_liar.pl' qemu-system-x86_64 $1 \"\$@\""
}

# qemu NAME LINE...: a shell script that is called as QEMU would be.
qemu() {
	file=$base/$1
	shift
	printf '#!/bin/sh\n' >"$file"
	printf '%s\n' "$@" >>"$file"
	chmod +x "$file"
	echo "$file"
}

echo 'KTAP version 1'
drill dies 'QEMU (destination) ended with exit status 3: no such machine' \
	-q "$(qemu dies 'echo no such machine >&2' 'exit 3')"
drill missing 'ended with exit status 127: .*No such file' -q "$base/missing"
drill killed 'QEMU (destination) was killed by signal 11' \
	-q "$(qemu killed 'kill -SEGV $$')"
drill qmp-closes 'QEMU (destination) closed its QMP and lives on' \
	-q "$(qemu closes 'exec 4>&-' 'exec tail -f /dev/null')"
drill no-json 'QEMU (destination) sent what is not JSON' \
	-q "$(qemu garbage 'echo hello >&4' 'exec tail -f /dev/null')"
drill hangs "QEMU's QMP greeting did not come in 30 s" \
	-q "$(qemu hangs 'exec tail -f /dev/null')"
# A script in QEMU's place has a child, which does not die with the case.
# shellcheck disable=SC2016
drill orphan "QEMU's QMP greeting did not come in 30 s" \
	-q "$(qemu orphan "sh -c 'tail -f /dev/null; :' \"\$@\" & exec tail -f /dev/null")"
# Memory that holds no program: the processor wanders about in it.
truncate -s 256K "$base/firmware"
drill no-firmware "the payload's account did not come in" -f "$base/firmware"

# In the middle of a migration. The deadlines are longer, as two guests must boot first.
drill dies-migrating 'QEMU (source) was killed by signal 9' -t 4 -q "$(liar dies)"
drill closes-migrating 'QEMU (source) closed its QMP and lives on' -t 4 -q "$(liar closes)"
drill loses-page 'memory of source and destination differs after the migration in 1 pages' \
	-t 4 -q "$(liar page)"
# A guest that stands still.
drill_of qemu_dirty_rate sampling-stopped lies-about-rate \
	'QEMU says 7 MiB/s of a guest that stands still' -t 4 -q "$(liar rate)"

# A signal ends all of it.
TMPDIR=$base/tmp "$build/vmm/qemu_migrate" -a x86 -C tcg -c precopy -f "$base/firmware" \
	>"$base/out" </dev/null &
child=$!
# It is there as soon as it has a QEMU.
until leftovers | grep -q process || ! kill -0 "$child" 2>/dev/null; do :; done
kill "$child" || :
status=0
wait "$child" || status=$?
child=
left=$(leftovers)
offence=
[ "$status" = 143 ] || offence="exit status $status"
[ -z "$left" ] || offence="$offence left behind: $left"
nothing interrupted "$offence"

finish
