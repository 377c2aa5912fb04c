#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The rules that the tree keeps to, as TAP: who may include what (a row of the
# table in docs/layout.md each), no #ifdef of an architecture outside the arch
# folders, a licence line in each source file, shell that shellcheck passes, a
# case or a reason for each clause of KVM's contract.
#
# rules.sh [--drill] [DIR]: of the tree in DIR, this one without. --drill breaks
# each rule in a copy of the tree and sees that it is noticed.
set -eu
self=$(cd "$(dirname "$0")" && pwd)/rules.sh

number=0
failed=0

# verdict NAME OFFENCES
verdict() {
	number=$((number + 1))
	if [ -z "$2" ]; then
		echo "ok $number rules/$1"
		return
	fi
	failed=1
	echo "not ok $number rules/$1"
	echo "$2" | sed 's/^/# /'
}

# includes NAME ALLOWED FILE...: what stands between the quotes or brackets of
# an #include must match the regular expression ALLOWED.
includes() {
	name=$1 allowed=$2
	shift 2
	verdict "$name" "$(
		grep -HnE '^[[:space:]]*#[[:space:]]*include' "$@" |
			grep -vE "include[[:space:]]+[\"<]($allowed)[\">]"
	)"
}

rules() {
	own='lib/[a-z]+\.h'
	compiler='std(bool|def|int)\.h'
	libc='(sys/)?[a-z0-9_]+\.h'

	includes lib-includes "$own|$compiler" lib/*.h lib/rng.c lib/pattern.c \
		lib/command.c lib/truth.c
	includes pageset-includes "$own|$compiler|$libc" lib/pageset.c
	includes guest-includes "$own|guest/rt\.h|arch\.h|$compiler" guest/*.[ch]
	includes efi-includes \
		"$own|guest/efi/[a-z_]+\.h|efi\.h|$compiler" \
		guest/efi/*.[ch] x86/efi/*.c arm64/efi/*.c
	includes arch-guest-includes "$own|guest/rt\.h|x86/nested\.h" \
		x86/arch.h x86/nested.h arm64/arch.h
	includes host-includes "$own|host/[a-z_]+\.h|linux/[a-z_]+\.h|$libc" \
		host/*.[ch] arm64/host.c arm64/backend.c
	includes arch-host-includes \
		"$own|host/[a-z_]+\.h|(x86/nested(_host)?|svm|vmx)\.h|(linux|asm)/[a-z-]+\.h|$libc" \
		x86/*host.[ch] x86/backend.c x86/nested*.c x86/own_write.c
	includes vmm-includes \
		"$own|host/(child|known|report|verdict)\.h|vmm/[a-z]+\.h|json-c/json\.h|$libc" \
		vmm/*.[ch] vmm/tests/*.c
	includes tests-includes "host/[a-z_]+\.h|$libc" tests/*.c
	verdict tests-reach-no-library "$(
		grep -HnE '"host/(arch|compat|vcpu)\.h"' tests/*.c
	)"
	verdict library-only-in-compat "$(
		grep -HnE '"(kvm_util|processor)\.h"' host/*.[ch] x86/*.[ch] \
			arm64/*.[ch] |
			grep -v '^host/compat\.h:'
	)"
	verdict tests-make-no-ioctls "$(
		grep -HnE '(^|[^a-z_])(ioctl|__vm_ioctl|vcpu_ioctl) *\(' tests/*.c
	)"
	verdict no-arch-ifdef "$(
		grep -HnE '# *(if|elif).*(x86_64__|aarch64__|amd64__)' \
			lib/*.[ch] guest/*.[ch] guest/efi/*.[ch] host/*.[ch] \
			tests/*.c tests/unit/*.[ch] vmm/*.[ch] vmm/tests/*.c
	)"
	verdict licence-lines "$(
		find . -path ./build -prune -o -path ./.git -prune -o -type f \
			\( -name '*.[chS]' -o -name '*.asm' -o -name '*.inc' \
			-o -name '*.lds' -o -name '*.sh' -o -name '*.p[lm]' \
			-o -name '*.mk' -o -name '*.cocci' -o -name '*.sed' \
			-o -name Makefile -o -name init \) \
			-exec grep -L 'SPDX-License-Identifier: GPL-2.0-only' {} +
	)"
	verdict clauses "$(perl tests/coverage.pl --check)"
	verdict nothing-sleeps "$(
		grep -rnE '(^|[^a-z_])(sleep|usleep|nanosleep) *\(' \
			--include='*.[ch]' host lib guest x86 arm64 tests vmm
	)"
	# 0.11 sees no caller of what a trap or an eval calls, and gives that a number
	# of its own.
	if command -v shellcheck >/dev/null; then
		verdict shellcheck "$(
			shellcheck -e SC2329 run_tests.sh .ci/run platforms/*.sh \
				platforms/init mutants/*.sh tests/*.sh \
				selftest/*.sh findings/*.sh 2>&1
		)"
	else
		number=$((number + 1))
		echo "ok $number rules/shellcheck # SKIP shellcheck is missing"
	fi
}

# broken RULE FILE LINE: with LINE added to FILE, RULE must fail.
broken() {
	number=$((number + 1))
	cp "$copy/$2" "$copy/saved"
	printf '%s\n' "$3" >>"$copy/$2"
	if "$self" "$copy" | grep -q "^not ok [0-9]* rules/$1\$"; then
		echo "ok $number rules-drill/$1"
	else
		failed=1
		echo "not ok $number rules-drill/$1"
		echo "# '$3' at the end of $2 went unnoticed"
	fi
	cp "$copy/saved" "$copy/$2"
}

drill() {
	copy=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-rules.XXXXXX")
	trap 'rm -rf "$copy"' EXIT
	cp -r run_tests.sh Makefile .ci docs host lib guest x86 arm64 tests \
		platforms mutants selftest findings vmm "$copy"
	broken lib-includes lib/rng.c '#include <stdio.h>'
	broken pageset-includes lib/pageset.c '#include "host/test.h"'
	broken guest-includes guest/dirtier.c '#include "host/test.h"'
	broken efi-includes guest/efi/worker.c '#include "host/test.h"'
	broken arch-guest-includes x86/arch.h '#include "host/arch.h"'
	broken host-includes host/round.c '#include "guest/rt.h"'
	broken vmm-includes vmm/qemu.c '#include "host/test.h"'
	broken tests-includes tests/smoke.c '#include "guest/rt.h"'
	broken tests-reach-no-library tests/smoke.c '#include "host/compat.h"'
	broken library-only-in-compat host/round.c '#include "kvm_util.h"'
	broken tests-make-no-ioctls tests/smoke.c 'x = ioctl(fd, 0);'
	broken no-arch-ifdef host/round.c '#if defined(__x86_64__)'
	broken nothing-sleeps host/round.c 'usleep(1);'
	# A clause that there is not, one that nobody checks, a page that is stale.
	broken clauses tests/smoke.c '.clauses = "G99"'
	broken clauses docs/clauses.tsv "$(printf 'G99\tsays nothing')"
	broken clauses docs/coverage.md 'by hand'
	: >"$copy/host/new.c"
	broken licence-lines host/new.c 'int x;'
	rm "$copy/host/new.c"
	! command -v shellcheck >/dev/null ||
		broken shellcheck platforms/host.sh '[ a == b ]'
}

drill=
if [ "${1-}" = --drill ]; then
	drill=1
	shift
fi
cd "${1:-$(dirname "$self")/..}"
echo 'KTAP version 1'
if [ "$drill" ]; then
	drill
else
	rules
fi
echo "1..$number"
exit "$failed"
