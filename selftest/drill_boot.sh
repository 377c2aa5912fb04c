#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# drill_boot.sh [BUILD]: what run_tests.sh does while platforms boot: with
# signals, with what a kernel complains about, and with boots that go wrong.
# drill_lib.sh says what a drill is.
# TAP on standard output. BUILD is where the programs are, build/x86.
#
# What eval calls looks unreachable to shellcheck.
# shellcheck disable=SC2317
set -u

cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/drill_lib.sh
. selftest/drill_lib.sh
build=${1:-$build}
suite=drill-boot
run=./run_tests.sh

# --- the kernel's own tests in place of ours, as --mutants --peers runs them

mutants/peers.sh "$build" >"$base/said" 2>&1 &&
	KVM_DIRTY_BUILD=$build/peers $run --platform svm --out "$base/peers" \
		kvm_page_table_test >"$base/said" 2>&1
result $? peers "$(cat "$base/said")"

# --- in a tree of our own

drill_tree "$build"

# --- boots with one CPU and boots with two, for the cases that suit them

cases_of() { # CPUS
	inside/runner.sh ${1:+-n "$1"} -e list "$programs"
}
cases_of '' | sort >"$base/all"
{ cases_of 1; cases_of 2; } | sort | diff "$base/all" - >"$base/diff" &&
	[ "$(cases_of 1 | wc -l)" -lt "$(wc -l <"$base/all")" ]
result $? each-case-has-its-cpus "$(head "$base/diff")"

# --- signals, while a platform boots

stop_with() { # SIGNAL STATUS CONFIGS NAME
	start_drill
	# Perl, because a shell's background job could not get SIGINT back.
	TMPDIR=$tmp DRILL_MARK=$base perl -e '$SIG{INT} = "DEFAULT";
		exec @ARGV' env OMP_NUM_THREADS=2 $run --platform svm \
		--config "$3" --out "$here/keep/out" "$test" \
		>"$here/stdout" 2>"$here/stderr" </dev/null &
	pid=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		sleep 0.5
		grep -qs . "$here"/keep/out/*/console.log && break
	done
	kill -"$1" "$pid"
	status=0
	wait "$pid" 2>/dev/null || status=$?
	# A killed program says nothing and cannot tidy its folder up.
	if [ "$1" = KILL ]; then
		echo 'run_tests.sh: stopped' >"$here/stderr"
		rm -rf "$here/keep/out/.work"
	fi
	wrong=$(judge "$status" "$2" stopped)
	grep -q "not finished: .*$test" "$here/stdout" ||
		wrong="$wrong
it does not say that $test was not finished"
	# What a killed run leaves has no end.
	case $1 in KILL) end=unfinished ;; *) end=$1 ;; esac
	grep -q "\"end\": \"$end\"" "$here/keep/out/results.json" ||
		wrong="$wrong
the record does not say how the run ended"
	# As many boots at a time as nproc says, and that is told of two.
	case $3 in
	default) ;;
	*)	grep -q 'not begun: svm-[^ ]* svm-[^ ]*; results' \
			"$here/stderr" || wrong="$wrong
it does not say which two were not begun" ;;
	esac
	[ -z "$wrong" ]
	result $? "stops-$4" "$wrong"
}
stop_with INT 130 default at-INT
stop_with TERM 143 default at-TERM
stop_with KILL 137 default at-KILL
stop_with INT 130 default,npt0,tdp0,eager0 in-a-matrix

# --- what an emulated platform's kernel complains about

# Programs that run the test, and write what a splat looks like to the kernel's
# log: while a case runs, when the last one is over; and a panic. The test itself has to
# run, too: a machine gets no other programs.
wrapper() { # NAME: the script is standard input
	{
		echo '#!/bin/sh'
		echo "real=\${0%/*}/$test"
		# shellcheck disable=SC2016
		echo 'case $1 in -l) exec "$real" "$@" ;; esac'
		cat
	} >"$build/tests/$1"
	chmod +x "$build/tests/$1"
}
wrapper during <<-'END'
	"$real" "$@" | while read -r line; do
		echo "$line"
		case $line in
		# Only now the test has begun to read the log.
		'# kernel log: checked')
			echo 'WARNING: CPU: 0 PID: 1 at drill' >/dev/kmsg ;;
		esac
	done
END
wrapper later <<-'END'
	"$real" "$@"
	echo 'BUG: drill' >/dev/kmsg
END
wrapper panics <<-'END'
	echo 1..1
	echo c >/proc/sysrq-trigger
END
start_drill
status=0
TMPDIR=$tmp DRILL_MARK=$base $run --platform svm --out "$here/keep/out" \
	"$test" during later panics >"$here/stdout" 2>"$here/stderr" </dev/null ||
	status=$?
svm=$here/keep/out/svm-default
wrong=
[ "$status" = 1 ] || wrong="exit status is $status, not 1"
complains() { # NAME FILE PATTERN
	grep -Eq "$3" "$svm/$2.tap" || wrong="$wrong
$2.tap does not say $3"
	[ -z "$wrong" ] || wrong="$wrong
$(grep -v '^ok' "$svm/$2.tap")"
	[ -z "$wrong" ]
	result $? "kernel-$1" "$wrong"
	wrong=
}
complains warns-in-a-case during '^# kernel log: WARNING: CPU: 0 PID: 1 at drill'
complains warns-and-fails during "^not ok [0-9]+ $test/"
complains warns-later _platform 'later/kernel-log # ERROR BUG: drill'
complains panics _platform \
	'platform # ERROR died in panics: Kernel panic .*sysrq triggered crash'
rm "$build/tests/during" "$build/tests/later" "$build/tests/panics"

# --- several configs in one boot, of a platform that prints what it is told to

ready='echo @ready 1'
ran="printf '@begin $test\n1..1\nok 1 $test/a@b\n\n@end $test 0 1.00\n'"
broke="printf '@begin $test\n1..1\n'"
real=$(cat platforms/svm.pl)

# boot NAME PLATFORM CHECK...: what PLATFORM prints must end with exit status
# $wanted, and then each CHECK must hold in the results.
wanted=2 options=
boot() {
	name=$1
	start_drill
	cat >platforms/svm.pl <<-END
	return {
		order => 2,
		arch => 'x86',
		configs => [default => {}, npt0 => {}, tdp0 => {}],
		per_boot => 3,
		limits => { boot_s => 5, silent_s => 5, slowness => 1 },
		command => sub {
			my (\$boot) = @_;
			\$ENV{console} = \$boot->{console};
			\$ENV{orders} = "\$boot->{dir}/orders";
			return ('sh', '$base/platform');
		},
	};
	END
	printf '%s\n' "$2" >"$base/platform"
	shift 2
	status=0
	TMPDIR=$tmp DRILL_MARK=$base $run --platform svm --config all \
		$options --out "$here/keep/out" "$test" >"$here/stdout" \
		2>"$here/stderr" </dev/null || status=$?
	wrong=
	[ "$status" = "$wanted" ] || wrong="exit status is $status, not $wanted"
	for check; do
		(cd "$here/keep/out" && eval "$check") >/dev/null ||
			wrong="$wrong
does not hold: $check"
	done
	[ -z "$wrong" ] || wrong="$wrong
$(cd "$here/keep/out" && grep -r . ./*/*.tap)"
	[ -z "$wrong" ]
	result $? "boot-$name" "$wrong"
	printf '%s\n' "$real" >platforms/svm.pl
}

passed() { # COLUMN: with nothing to be said against it
	[ ! -e "svm-$1/_platform.tap" ] && grep -q ^ok "svm-$1/$test.tap"
}

says() { # COLUMN PATTERN
	grep -Eq "^not ok 1 ($2)" "svm-$1/_platform.tap"
}

one="echo @config default; $ready; $ran; echo @done"
two="echo @config npt0; $ready; $ran; echo @done"
three="echo @config tdp0; $ready; $ran; echo @done"
boot dies-in-the-second "$one; echo @config npt0; $ready; $broke; exit 3" \
	'passed default' \
	"says npt0 'platform # ERROR died in $test: exit status 3'" \
	"says tdp0 'platform # ERROR not run: .*svm-npt0.* died in $test'"
boot dies-between "$one; exit 3" 'passed default' \
	"says npt0 'platform # ERROR died: exit status 3; not run: $test'" \
	"says tdp0 'platform # ERROR not run'"
# The emulator keeps running after the panic, as Bochs does. Like Bochs, it creates the
# file of the console with the first line.
boot panics-while-booting "sleep 2; echo 'Kernel panic - not syncing: x' >\$console; sleep 60" \
	"says default 'platform # ERROR did not boot: Kernel panic - not syncing: x'" \
	"says npt0 'platform # ERROR not run: .* did not boot: Kernel panic'"
boot panics-in-the-second "$one; echo @config npt0; $ready; $broke
	echo kvm-dirty-tests: config npt0 >\$console
	echo kvm-dirty-tests: begin $test >>\$console
	echo 'Kernel panic - not syncing: x' >>\$console; sleep 60" \
	'passed default' \
	"says npt0 'platform # ERROR died in $test: Kernel panic - not syncing: x'" \
	"says tdp0 'platform # ERROR not run: .* died in $test: Kernel panic'"
boot never 'exit 3' "says default 'platform # ERROR did not boot: exit status 3'" \
	"says npt0 'platform # ERROR not run: .* did not boot'"
boot silent-in-the-second "$one; echo @config npt0; $ready; sleep 60" \
	'passed default' "says npt0 'platform # ERROR was silent for 5 s'" \
	"says tdp0 'platform # ERROR not run'"
boot trouble-in-the-second "$one; echo @config npt0; echo @trouble no module
	echo @done; $three" 'passed default' 'passed tdp0' \
	"says npt0 'platform # ERROR no module'" "! [ -e 'svm-npt0/$test.tap' ]"
boot skips-a-config "$one; $three" 'passed default' 'passed tdp0' \
	"says npt0 'platform # ERROR died; not run: $test'"
boot skips-a-program "$one; echo @config npt0; $ready; echo @done; $three" \
	'passed default' 'passed tdp0' "says npt0 'platform # ERROR not run: $test'"
boot splats-in-the-second "$one; $two; $three
	echo kvm-dirty-tests: config default >\$console
	echo kvm-dirty-tests: begin $test >>\$console
	echo kvm-dirty-tests: config npt0 >>\$console
	echo kvm-dirty-tests: begin $test >>\$console
	echo '[ 1.0] WARNING: CPU: 0 PID: 1 at x.c:1' >>\$console
	echo kvm-dirty-tests: config tdp0 >>\$console
	echo '[ 2.0] BUG: y' >>\$console" \
	'passed default' \
	"says npt0 '$test/kernel-log # ERROR WARNING: CPU: 0 PID: 1 at x.c:1'" \
	"says tdp0 'platform # ERROR BUG: y'" "[ -s svm-tdp0/console.log ]"

# What checks the gate itself, on one of them.
wanted=0
boot drilled-once "grep '^args' \$orders >\$(dirname \$console)/told
	$one; $two; $three" 'passed default' \
	"sed -n 1p svm-default/told | grep -qx 'args -s 1 -t 1'" \
	"[ \$(grep -cx 'args -s 1 -t 1 -L' svm-default/told) = 2 ]"

wanted=1 options=--fail-fast
boot fail-fast "$one; echo @config npt0; $ready; $broke
	printf 'ok 1 x/a@b\\n# why\\n# replay: y\\nnot ok 2 x/c@b\\n'; sleep 60" \
	'passed default' "grep -q '^x/c@b	[0-9.]*\$' svm-npt0/first-failure" \
	"grep -q 'replay: y' 'svm-npt0/$test.tap'" '! ls svm-*/_platform.tap 2>/dev/null'
wanted=2 options=

finish
