#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bundle.sh BUILD: the bundle of the programs in BUILD, unpacked as a user would: what its
# run.sh takes and refuses, and that its results make a record. TAP on standard output.
# What it does without KVM is in no_kvm.sh, and with a full disk in drill_host.sh.
set -u
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/tap.sh
. selftest/tap.sh
suite=bundle
build=${1:-build/x86}
base=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-bundle.XXXXXX") || exit 2
trap 'rm -rf "$base"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
ln -s "$PWD/$build" "$base/${build##*/}"
run/bundle.sh "$base/${build##*/}" >"$base/said" &&
	tar -C "$base" -xf "$(cat "$base/said")"
result $? unpacks
run=$base/kvm-dirty-tests-${build##*/}/run.sh

# says NAME STATUS PATTERN ARGUMENT...: run.sh ends with STATUS, and a line matches.
says() {
	name=$1 wanted=$2 pattern=$3
	shift 3
	status=0
	"$run" "$@" >"$base/said" 2>&1 </dev/null || status=$?
	[ "$status" = "$wanted" ] && grep -Eq "$pattern" "$base/said"
	result $? "$name" "exit status $status: $(tail -n 20 "$base/said")"
}

says version 0 '^kvm-dirty-tests [0-9a-f]+' --version
says help 0 '^Usage: ' --help
says list 0 '^smoke/armed@bitmap$' --list smoke
for seed in 10c 0x 0xg x -1 01234567890123456789 0x12345678901234567; do
	says "seed-$seed" 2 "^run.sh: bad seed '$seed'" --seed="$seed" --list
done
says seed-is-empty 2 '^run.sh: --seed wants a value$' --seed= --list
says seed-is-missing 2 '^run.sh: --seed wants a value$' --seed
says repeat 2 '^run.sh: --repeat wants a whole number' --repeat 0
says scale 2 '^run.sh: --timeout-scale wants a whole number' --timeout-scale=2x
says value 2 '^run.sh: --list takes no value$' --list=1
says unknown 2 "^run.sh: unknown option '--nix'" --nix
says describe-what 2 '^run.sh: --describe takes no pattern$' --describe smoke
if "$build/probe" >/dev/null 2>&1; then
	says describes 0 '^collector bitmap: yes$' --describe
	says runs-twice 0 '^run 2 of 2, seed 0x[0-9a-f]{8}$' --repeat=2 --seed random \
		--out="$base/two" smoke/armed@bitmap
	[ "$(grep -h '^# seed' "$base"/two/host/run-?/smoke.tap | sort -u | wc -l)" = 2 ]
	result $? seeds-differ "$(grep '^# seed' "$base"/two/host/run-?/smoke.tap)"
else
	skip describes 'there is no KVM'
	skip runs-twice 'there is no KVM'
	skip seeds-differ 'there is no KVM'
fi

# A program that prints all verdicts; and a machine that has KVM, whatever this one has.
cat >"${run%/*}/tests/all" <<'END'
#!/bin/sh
case $1 in -l) echo all/passes@x; exit ;; esac
cat <<'SAID'
KTAP version 1
# kernel: 6.1
1..5
ok 1 all/passes@x
# round 1: 3 pages missed
not ok 2 all/fails@x
# round 1: 4 pages missed
ok 3 all/known@x # XFAIL F1: it loses entries
ok 4 all/skips@x # SKIP no SMM
not ok 5 all/errs@x # ERROR no memory
SAID
END
printf '#!/bin/sh\necho a machine\n' >"${run%/*}/probe"
chmod +x "${run%/*}/tests/all"
says counts 1 '^all +ERROR .* 2 passed, 1 of them known to fail, 2 failed, 1 skipped$' \
	--out "$base/out" all
{ grep -A1 '^not ok 2 all/fails@x$' "$base/said" | grep -q '^  # round 1: 3 pages' &&
	grep -q '^  3 all/known@x # XFAIL F1' "$base/said"; }
result $? shows-evidence "$(cat "$base/said")"
says counts-skips 1 '^2 passed, 3 failed, 0 skipped$' --no-skip --out "$base/none" all
grep -A1 'skipped, and --no-skip .*: no SMM$' "$base/none/all.tap" |
	grep -qx 'not ok 4 all/skips@x'
result $? no-skip-says-why "$(cat "$base/none/all.tap")"
for kept in 'out 2 passed, 2 failed, 1 skipped' 'none 2 passed, 3 failed, 0 skipped'; do
	perl run/summary.pl "$base/${kept%% *}" >"$base/said"
	grep -qx "${kept#* }" "$base/said"
	result $? "makes-a-record-of-${kept%% *}" "$(cat "$base/said")"
done
finish
