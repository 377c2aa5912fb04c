#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bundle.sh BUILD: the bundle of the programs in BUILD, unpacked as a user would: what its
# run.sh takes and refuses, that its record is that of run_tests.sh, and that it needs
# nothing but busybox. TAP on standard output.
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
./run_tests.sh --platform host --quick --list | sort >"$base/quick"
"$run" --quick --list | sort | diff "$base/quick" - >"$base/said" && [ -s "$base/quick" ]
result $? lists-quick "$(cat "$base/said")"
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
says counts 1 '^all +ERROR .* 1 passed, 1 known, 2 failed, 1 skipped$' \
	--out "$base/out" all
{ grep -A1 '^not ok 2 all/fails@x$' "$base/said" | grep -q '^  # round 1: 3 pages' &&
	grep -A1 -x '  F1: it loses entries:' "$base/said" | grep -qx '      all/known@x'; }
result $? shows-evidence "$(cat "$base/said")"
says counts-skips 1 '^2 passed, 3 failed, 0 skipped$' --no-skip --out "$base/none" all
grep -A1 'skipped, and --no-skip .*: no SMM$' "$base/none/host/all.tap" |
	grep -qx 'not ok 4 all/skips@x'
result $? no-skip-says-why "$(cat "$base/none/host/all.tap")"

# Two that end badly: in the middle, and behind all that was planned.
ends_badly() { # NAME CASES STATUS
	cat >"${run%/*}/tests/$1" <<-END
	#!/bin/sh
	case \$1 in -l) echo $1/passes@x; exit ;; esac
	printf 'KTAP version 1\n1..$2\nok 1 $1/passes@x\n'
	exit $3
	END
	chmod +x "${run%/*}/tests/$1"
}
ends_badly dies 2 3
ends_badly late 1 7
printf '#!/bin/sh\necho noplan/x@x\n' >"${run%/*}/tests/noplan"
chmod +x "${run%/*}/tests/noplan"
says counts-troubles 2 '^  late/program: exit status 7$' dies late

# --- the record is that of run_tests.sh

# same NAME PATTERN...: both run the same programs, and their records differ in what
# differs from run to run, or from command to command.
same() {
	name=$1
	shift
	rm -rf "$base/a" "$base/b"
	KVM_DIRTY_BUILD=${run%/*} ./run_tests.sh --platform host --out "$base/a" "$@" \
		>"$base/said" 2>&1
	"$run" --out "$base/b" "$@" >>"$base/said" 2>&1
	perl run/summary.pl --quiet "$base/b" >>"$base/said" 2>&1
	for dir in a b; do
		perl -MJSON::PP -0e 'my $of = decode_json(<>);
			delete @{$of->{run}}{qw(arguments started ended)};
			delete @$_{qw(ms replay notes)} for @{$of->{cases}};
			print JSON::PP->new->canonical->pretty->encode($of)' \
			"$base/$dir/results.json" >"$base/$dir.json"
	done
	cases=$(grep -c '"verdict" : "' "$base/b.json")
	diff "$base/a.json" "$base/b.json" >"$base/differs" && [ "$cases" -gt 4 ]
	result $? "$name" "$(cat "$base/differs" "$base/said")"
}
same record-of-all-verdicts all dies late noplan
same record-of-two-runs --repeat 2 all
same record-without-skips --no-skip --seed 0x7 all
grep -qx 'complete 20..-..-..T..:..:..Z' "$base/b/ended"
result $? ended "$(cat "$base/b/ended")"
if "$build/probe" >/dev/null 2>&1; then
	cp "$build/probe" "${run%/*}/probe"
	same record-of-kvm smoke toggle
else
	skip record-of-kvm 'there is no KVM'
fi

# Cut short, it has what was there, and is not complete.
cat >"${run%/*}/tests/hangs" <<'END'
#!/bin/sh
case $1 in -l) echo hangs/passes@x; exit ;; esac
printf 'KTAP version 1\n1..2\nok 1 hangs/passes@x\n'
kill -TERM "$(cat "$HANGS")"
exec sleep 100
END
chmod +x "${run%/*}/tests/hangs"
HANGS=$base/pid sh -c 'echo $$ >"$HANGS"; exec "$@"' sh "$run" --out "$base/cut" hangs \
	>"$base/said" 2>&1
[ $? = 143 ] && grep -q '^TERM ' "$base/cut/ended"
result $? cut-short "$(cat "$base/said")"
perl run/summary.pl "$base/cut" >"$base/said" 2>&1
grep -q '"end": "TERM"' "$base/cut/results.json" &&
	grep -q '^  hangs/program .*: unfinished' "$base/said" && grep -q '^1 passed' "$base/said"
result $? cut-short-is-told "$(cat "$base/said" "$base/cut/results.json")"

# What takes its host down is on the medium before it begins.
cat >"${run%/*}/tests/begins" <<'END'
#!/bin/sh
case $1 in -l) echo begins/x@y; exit ;; esac
printf 'KTAP version 1\n1..1\n'
if grep -qx begins "$BEGUN"; then echo ok 1 begins/x@y; else echo not ok 1 begins/x@y; fi
END
chmod +x "${run%/*}/tests/begins"
export BEGUN="$base/begun/begun"
says begun-is-there-before 0 '^1 passed, 0 failed' --out "$base/begun" begins

# --- it needs nothing but busybox

nothing programs-are-static "$(for program in "${run%/*}"/tests/* "${run%/*}/describe"; do
	readelf -l "$program" 2>/dev/null | grep INTERP | sed "s!^!$program: !"
done)"
root=$base/root
mkdir -p "$root/bin" "$root/proc" "$root/sys" "$root/dev" "$root/tmp"
if ! busybox=$(command -v busybox) || readelf -l "$busybox" | grep -q INTERP; then
	skip on-busybox-alone 'there is no static busybox'
elif ! unshare -m true 2>/dev/null; then
	skip on-busybox-alone 'cannot mount: not root, or in a container'
else
	cp "$busybox" "$root/bin"
	cp -r "${run%/*}" "$root/bundle"
	"$busybox" --list | while read -r applet; do
		ln -s busybox "$root/bin/$applet" 2>/dev/null
	done
	# shellcheck disable=SC2016 # what the other shell expands
	unshare -m sh -c 'for dir in proc sys dev; do mount --rbind /$dir "$1/$dir"; done
		exec chroot "$1" /bin/busybox env -i PATH=/bin /bundle/run.sh --out /out all dies' \
		sh "$root" >"$base/said" 2>&1
	perl run/summary.pl "$root/out" >>"$base/said"
	[ "$(grep -cx '3 passed, 3 failed, 1 skipped' "$base/said")" = 2 ]
	result $? on-busybox-alone "$(cat "$base/said")"
fi
finish
