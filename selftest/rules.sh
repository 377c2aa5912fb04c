#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The rules that the tree keeps to, as TAP: who may include what (a row of the
# table in docs/layout.md each), no #ifdef of an architecture outside the arch
# folders, a licence line in each source file, shell that shellcheck passes, a
# case or a reason for each clause of KVM's contract, a table of findings that is not
# stale, an order of cases that is made of what kills the mutants.
#
# rules.sh [--drill] [DIR]: of the tree in DIR, this one without. --drill breaks
# each rule in a copy of the tree and sees that it is noticed.
set -eu
self=$(cd "$(dirname "$0")" && pwd)/rules.sh

# shellcheck source=selftest/tap.sh
. "${self%/*}/tap.sh"

# includes NAME ALLOWED FILE...: what stands between the quotes or brackets of
# an #include must match the regular expression ALLOWED.
includes() {
	name=$1 allowed=$2
	shift 2
	nothing "$name" "$(
		grep -HnE '^[[:space:]]*#[[:space:]]*include' "$@" |
			grep -vE "include[[:space:]]+[\"<]($allowed)[\">]"
	)"
}

# room ROOM OTHER...: what is in ROOM may include ROOM, lib/ and the rooms OTHER, which
# are those below it.
room() {
	room=$1
	rooms=$(echo lib "$@" | tr ' ' '|')
	includes "$room-includes" \
		"($rooms)/[a-z_]+\.h|(kvm_util|processor)\.h|linux/[a-z_]+\.h|$libc" \
		"$room"/*.[ch]
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
	includes arch-guest-includes "$own|guest/rt\.h|(x86|arm64)/nested\.h" \
		x86/arch.h x86/nested.h arm64/arch.h
	room verdict
	room host/memory verdict
	room host/machine verdict host/memory
	room host/collect verdict host/machine
	room host/round verdict host/memory host/machine host/collect
	room host/rate verdict host/machine host/collect host/round
	room host/cost verdict host/machine host/collect host/round
	room host/scene verdict host/memory host/machine host/collect host/round
	room host/migrate verdict host/machine host/collect host/round
	room host/model verdict host/machine host/collect host/round host/scene
	room host/main verdict host/memory host/machine host/collect host/round host
	room host/tools verdict host/memory host/machine host/collect host/round \
		host/rate host/migrate host
	includes test-includes 'host/round/[a-z_]+\.h|lib/rng\.h' host/test.h
	includes arch-host-includes \
		"$own|(host/machine|verdict)/[a-z_]+\.h|arm64/(gic|reg)\.h|x86/(own_write|stub)\.h|((x86|arm64)/nested(_host)?|hyperv|svm|vmx|guest_modes)\.h|(linux|asm)/[a-z-]+\.h|$libc" \
		x86/*host.[ch] x86/backend.c x86/walk.c x86/nested*.c x86/own_write*.[ch] \
		x86/paging.c x86/restore.c x86/stub.[ch] arm64/paging.c \
		arm64/host.c arm64/backend.c arm64/walk.c arm64/reg.h arm64/gic.[ch] arm64/own_write.c \
		arm64/nested*.[ch]
	includes vmm-includes \
		"$own|verdict/[a-z_]+\.h|vmm/[a-z]+\.h|json-c/json\.h|$libc" \
		vmm/*.[ch] vmm/tests/*.c
	includes tests-includes \
		"host/(test|(memory|machine|collect|round|rate|scene|migrate|model)/[a-z_]+)\.h|$libc" \
		tests/*.c
	includes costs-includes "host/(test|(machine|collect|round|cost)/[a-z_]+)\.h|$libc" \
		costs/*.c
	nothing tests-reach-no-library "$(
		grep -HnE '"host/machine/(arch|compat|vcpu)\.h"' tests/*.c costs/*.c
	)"
	nothing library-only-in-compat "$(
		grep -HnE '"(kvm_util|processor)\.h"' host/*/*.[ch] x86/*.[ch] \
			arm64/*.[ch] |
			grep -v '^host/machine/compat\.h:'
	)"
	nothing tests-make-no-ioctls "$(
		grep -HnE '(^|[^a-z_])(ioctl|__vm_ioctl|vcpu_ioctl) *\(' tests/*.c costs/*.c
	)"
	nothing no-arch-ifdef "$(
		grep -HnE '# *(if|elif).*(x86_64__|aarch64__|amd64__)' \
			lib/*.[ch] guest/*.[ch] guest/efi/*.[ch] host/*/*.[ch] \
			host/test.h verdict/*.[ch] tests/*.c costs/*.c selftest/unit/*.[ch] vmm/*.[ch] vmm/tests/*.c
	)"
	nothing licence-lines "$(
		find . -path ./build -prune -o -path ./.git -prune -o -type f \
			\( -name '*.[chS]' -o -name '*.asm' -o -name '*.inc' \
			-o -name '*.lds' -o -name '*.sh' -o -name '*.p[lm]' -o -name '*.t' -o -name '*.awk' \
			-o -name '*.mk' -o -name '*.cocci' -o -name '*.sed' \
			-o -name '*.tt' -o -name '*.js' -o -name '*.css' -o -name '*.html' \
			-o -name Makefile -o -name '*.y*ml' -o -path './debian/tests/control' \
			-o -path './inside/*' \) \
			-exec grep -L 'SPDX-License-Identifier: GPL-2.0-only' {} +
	)"
	# The programs of both folders go to one folder for emulated machines.
	nothing programs-apart "$(printf '%s\n' tests/*.c costs/*.c | sed 's!.*/!!' |
		sort | uniq -d)"
	# As many lines as one can hold in mind.
	nothing short-files "$(
		wc -l run_tests.sh packaging/*.* platforms/* provision/* inside/* run/*.* run/pages/* \
			selftest/*.* selftest/run/* mutants/*.sh mutants/*.p[lm] |
			awk '$1 > 300 && $2 != "total" && $2 !~ /tsv$/'
	)"
	nothing clauses "$(perl selftest/coverage.pl --check)"
	nothing findings "$(perl selftest/findings.pl --check)"
	nothing order "$(perl mutants/order.pl --check)"
	nothing qemus "$(perl selftest/qemus.pl --check)"
	# A store that no architecture has would leave its case out, everywhere.
	nothing stores-exist "$(
		grep -ohE '\.op = "[^"]+"' tests/*.c host/*/*.[ch] |
			sed 's/.*"\(.*\)"/\1/' | sort -u |
			while read -r op; do
				grep -qE "(store|nothing|planted[a-z_]*) \"$op\"" \
					x86/stores/*.asm arm64/stores/*.inc ||
					echo "no store is called $op"
			done
	)"
	nothing nothing-sleeps "$(
		grep -rnE '(^|[^a-z_])(sleep|usleep|nanosleep) *\(' \
			--include='*.[ch]' host verdict lib guest x86 arm64 tests vmm
	)"
	# 0.11 sees no caller of what a trap or an eval calls, and gives that a number
	# of its own.
	if command -v shellcheck >/dev/null; then
		nothing shellcheck "$(
			shellcheck -e SC2329 run_tests.sh .ci/run \
				provision/*.sh inside/* run/*.sh \
				mutants/*.sh selftest/*.sh findings/*.sh \
				packaging/*.sh packaging/*.bash packaging/*/*.sh 2>&1
		)"
	else
		skip shellcheck 'shellcheck is missing'
	fi
}

# broken RULE FILE LINE: with LINE added to FILE, RULE must fail.
broken() {
	cp "$copy/$2" "$copy/saved"
	printf '%s\n' "$3" >>"$copy/$2"
	"$self" "$copy" | grep -q "^not ok [0-9]* rules/$1\$"
	result $? "$1" "'$3' at the end of $2 went unnoticed"
	cp "$copy/saved" "$copy/$2"
}

drill() {
	copy=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-rules.XXXXXX")
	trap 'rm -rf "$copy"' EXIT
	cp -r run_tests.sh Makefile .ci docs host verdict lib guest x86 arm64 tests costs \
		platforms provision inside run mutants selftest findings vmm packaging "$copy"
	broken lib-includes lib/rng.c '#include <stdio.h>'
	broken pageset-includes lib/pageset.c '#include "host/test.h"'
	broken guest-includes guest/dirtier.c '#include "host/test.h"'
	broken efi-includes guest/efi/worker.c '#include "host/test.h"'
	broken arch-guest-includes x86/arch.h '#include "host/machine/arch.h"'
	# Each room with what is above it, and not below.
	broken verdict-includes verdict/child.c '#include "host/machine/backend.h"'
	broken host/memory-includes host/memory/thp.c '#include "host/machine/vcpu.h"'
	broken host/machine-includes host/machine/image.c \
		'#include "host/collect/fault.h"'
	broken host/collect-includes host/collect/fault.c '#include "host/round/run.h"'
	broken host/round-includes host/round/round.c '#include "host/scene/walk.h"'
	broken host/rate-includes host/rate/shape.c '#include "host/scene/walk.h"'
	broken host/cost-includes host/cost/measure.c '#include "host/test.h"'
	broken host/scene-includes host/scene/walk.c '#include "host/test.h"'
	broken host/migrate-includes host/migrate/track.c '#include "host/model/model.h"'
	broken host/model-includes host/model/model.c '#include "host/main/job.h"'
	broken host/main-includes host/main/job.c '#include "host/tools/rate_options.h"'
	broken host/tools-includes host/tools/probe.c '#include "guest/rt.h"'
	broken test-includes host/test.h '#include "host/main/options.h"'
	broken arch-host-includes x86/host.c '#include "host/round/run.h"'
	broken vmm-includes vmm/qemu.c '#include "host/test.h"'
	broken tests-includes tests/smoke.c '#include "host/main/job.h"'
	broken costs-includes costs/get.c '#include "host/scene/walk.h"'
	broken tests-reach-no-library tests/smoke.c '#include "host/machine/compat.h"'
	broken library-only-in-compat host/round/round.c '#include "kvm_util.h"'
	broken tests-make-no-ioctls tests/smoke.c 'x = ioctl(fd, 0);'
	broken no-arch-ifdef host/round/round.c '#if defined(__x86_64__)'
	broken nothing-sleeps host/round/round.c 'usleep(1);'
	broken stores-exist tests/smoke.c '.op = "store-46"'
	# A clause that there is not, one that nobody checks, a page that is stale.
	broken clauses tests/smoke.c '.clauses = "G99"'
	broken clauses docs/clauses.tsv "$(printf 'G99\tsays nothing')"
	broken clauses docs/coverage.md 'by hand'
	# A finding on a kernel that is said to be free of it, one that there is not, a
	# release more, one that is none, a finding that fails nowhere, that part twice.
	broken findings docs/known.tsv "$(printf 'x/x\t-\t-\tsvm\t6.1\tF12\tx')"
	broken findings docs/known.tsv "$(printf 'x/x\t-\t-\tsvm\t6.1\tF99\tx')"
	broken findings docs/tried.tsv "$(printf '6.6.1\tsvm\t-')"
	broken findings docs/tried.tsv "$(printf 'sid\tsvm\t-')"
	broken findings docs/tried.tsv "$(printf '7.3-rc7\tsvm\tF99')"
	broken findings docs/findings.md '## F99: nothing'
	broken findings docs/findings.md '## Which kernel has which finding'
	# An order that was not made, of kills that are not those of the mutants.
	broken order run/order.tsv "$(printf 'smoke/armed@clear\t1\t0.10')"
	broken order mutants/kills.tsv "$(printf 'nix\tsvm-default\tsmoke/armed@clear')"
	# A test of QEMU with a case that ran nowhere, a case that there is not, a page by hand.
	broken qemus vmm/tests/qemu_migrate.c '{ .name = "new"'
	broken qemus docs/qemus.tsv "$(printf 'x/x\tqemu-default\ttcg\t7.2.22\tpass')"
	broken qemus docs/qemus.md 'by hand'
	broken short-files selftest/tap.sh "$(seq 300)"
	: >"$copy/costs/smoke.c"
	broken programs-apart costs/smoke.c 'int x;'
	rm "$copy/costs/smoke.c"
	: >"$copy/lib/new.c"
	broken licence-lines lib/new.c 'int x;'
	: >"$copy/packaging/new.yaml"
	broken licence-lines packaging/new.yaml 'x: 1'
	rm "$copy/lib/new.c"
	! command -v shellcheck >/dev/null ||
		broken shellcheck provision/kernel.sh '[ a == b ]'
}

drill=
if [ "${1-}" = --drill ]; then
	drill=1
	shift
fi
cd "${1:-$(dirname "$self")/..}"
echo 'KTAP version 1'
if [ "$drill" ]; then
	suite=rules-drill
	set +e
	drill
else
	suite=rules
	rules
fi
finish
