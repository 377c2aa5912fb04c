#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh of a bundle: runs the test programs beside it on this host's KVM. Needs
# a plain sh and awk, no compiler and no Perl, so it has to look at the result
# lines itself; run_tests.sh of the source tree leaves that to TAP::Parser.
set -euf

help() {
	cat <<-'END'
	Usage: ./run.sh [OPTION...] [PATTERN...]
	Checks the dirty page tracking of this host's KVM. PATTERN is TEST, TEST/CASE
	or TEST/CASE@COLLECTOR[,BACKING], with globs; without one, all tests run.

	  --list              list the cases, run nothing
	  --describe          say what this host's KVM is and has
	  --seed N|random     of everything random; default 1
	  --repeat N          run all of it N times
	  --timeout-scale N   be N times as patient
	  --known FILE        the failures in FILE are known, in place of known.tsv
	  --strict            count known failures as failed
	  --no-skip           count a skipped case as failed
	  --out DIR           keep what each program prints, in DIR/NAME.tap; with
	                      --repeat in DIR/host/run-N
	  -v   show every case        --version        -h, --help
	Exit status: 0 all is well, 1 a case failed, 2 something could not run.

	Reports are made of DIR where there is Perl, in the source of this version:
	    perl run/summary.pl --junit FILE DIR
	END
}

die() {
	echo "run.sh: $*" >&2
	exit 2
}

# Its disk is full, or nobody reads its pipe any more.
unheard() {
	die "cannot write to standard output"
}
trap unheard PIPE

say() {
	echo "$@" 2>/dev/null || unheard
}

# Status 1 is a verdict, which is given at the end alone.
judged='' work='' runner=''
leave() {
	status=$?
	trap - EXIT
	[ -z "$runner" ] || kill "$runner" 2>/dev/null || :
	[ -z "$work" ] || rm -rf "$work"
	[ "$judged" ] || [ "$status" != 1 ] || status=2
	exit "$status"
}
trap leave EXIT

here=$(cd "$(dirname "$0")" && pwd)
patterns='' what=run seed=1 repeat=1 scale=1 known='' strict='' no_skip='' out='' verbose=''
export KVM_DIRTY_NAME=run.sh

# Up to 19 decimal or 16 hexadecimal digits are below 2^64.
check_seed() {
	case $1 in
	random) return ;;
	0x?*) digits=${1#0x} most=16 others='*[!0-9a-fA-F]*' ;;
	*) digits=$1 most=19 others='*[!0-9]*' ;;
	esac
	# shellcheck disable=SC2254 # a glob
	case $digits in $others) most=0 ;; esac
	[ "${#digits}" -le "$most" ] ||
		die "bad seed '$1': it is a number or 'random'"
}

check_number() { # OPTION VALUE
	case $2 in
	0* | *[!0-9]* | ??????*)
		die "$1 wants a whole number from 1 to 99999, not '$2'" ;;
	esac
}

while [ $# -gt 0 ]; do
	option=$1 joined=''
	shift
	case $option in
	--*=*) value=${option#*=} option=${option%%=*} joined=1 ;;
	esac
	case $option in
	--seed | --repeat | --timeout-scale | --known | --out)
		if ! [ "$joined" ]; then
			value=${1-}
			[ $# = 0 ] || shift
		fi
		[ "$value" ] || die "$option wants a value" ;;
	*) ! [ "$joined" ] || die "$option takes no value" ;;
	esac
	case $option in
	--list) what=list ;;
	--describe) what=describe ;;
	--seed)
		check_seed "$value"
		seed=$value ;;
	--repeat)
		check_number "$option" "$value"
		repeat=$value ;;
	--timeout-scale)
		check_number "$option" "$value"
		scale=$value ;;
	--known) known=$value ;;
	--strict) strict=1 ;;
	--no-skip) no_skip=1 ;;
	--out) out=$value ;;
	-v) verbose=1 ;;
	--version)
		say "kvm-dirty-tests $(cat "$here/version")"
		exit 0 ;;
	-h | --help)
		help 2>/dev/null || unheard
		exit 0 ;;
	-*) die "unknown option '$option' (try --help)" ;;
	*) patterns="$patterns $option" ;;
	esac
done

# shellcheck disable=SC2086
if [ "$what" = list ]; then
	listed=$(sh "$here/runner.sh" list "$here/tests" $patterns)
	say "$listed"
	exit
elif [ "$what" = describe ]; then
	[ -z "$patterns" ] || die "--describe takes no pattern"
	described=$("$here/describe")
	say "$(echo "$described" | sed -n 's/^# //p')"
	exit
fi
# shellcheck disable=SC2086
jobs=$(sh "$here/runner.sh" plan "$here/tests" $patterns)
why=$("$here/probe" 2>&1) || die "$why"
say "$why"
[ -z "$known" ] || [ -r "$known" ] || die "cannot read --known $known"
[ "$known" ] || known=$here/known.tsv
[ -f "$known" ] || known=
if [ "$out" ]; then
	mkdir -p "$out" 2>/dev/null || die "cannot write to --out $out"
	[ -z "$(ls -A "$out")" ] ||
		die "--out $out is not empty, and results are never mixed"
fi

work=$(mktemp -d 2>/dev/null) ||
	die "cannot write to ${TMPDIR:-/tmp} (set TMPDIR)"
trap 'echo "not finished: $id" >&2; exit 130' INT
trap 'echo "not finished: $id" >&2; exit 143' TERM HUP
# Where there is a setpriv that can, nothing outlives a killed run.sh.
launch=
if setpriv --pdeathsig KILL true 2>/dev/null; then
	launch='setpriv --pdeathsig KILL'
fi
mkfifo "$work/frames"

# The orders of a run with seed $1. The lines are those of run_tests.sh: run/Orders.pm.
write_orders() {
	word=expected
	[ -z "$strict" ] || word=known
	{
		[ -z "$known" ] || echo "$word $known"
		[ -z "$launch" ] || echo "launch $launch"
		echo "$jobs" | sed 's/^/job /'
		echo "config default"
		echo "args -s $1 -t $scale"
		echo "replay ./run.sh"
	} 2>/dev/null >"$work/orders" || die "cannot write to $work"
}

passed=0 failed=0 errors=0 skipped=0 nr_known=0 not_passed='' excused='' id=''
tell() {
	not_passed="$not_passed
  $1"
}

begin() {
	id=$1 planned='' seen=0 said=''
	before="$passed $failed $errors $skipped $nr_known"
}

end() { # ID STATUS SECONDS PASSED FAILED ERRORS SKIPPED KNOWN: as begin() found them
	verdict=pass
	[ $((passed - $4)) -gt 0 ] || verdict=skip
	[ "$failed" = "$5" ] || verdict=FAIL
	if [ "$seen" != "${planned:-none}" ]; then
		errors=$((errors + 1))
		tell "$1: ended after $seen of ${planned:-?} cases, status $2"
	fi
	[ "$errors" = "$6" ] || verdict=ERROR
	also=$((nr_known - $8))
	[ "$also" = 0 ] && also='' || also=", $also of them known to fail"
	say "$(printf '%-16s %-5s %7s s  %d passed%s, %d failed, %d skipped' \
		"$1" "$verdict" "$3" $((passed - $4)) "$also" \
		$((failed - $5 + errors - $6)) $((skipped - $7)))"
}

# Count the result $line, and set $loud if it shall be shown.
result() {
	seen=$((seen + 1))
	loud=$verbose
	case $line in
	'ok '*'# SKIP'*) skipped=$((skipped + 1)) ;;
	'ok '*'# XFAIL'*)
		passed=$((passed + 1)) nr_known=$((nr_known + 1))
		excused="$excused
  ${line#ok }" ;;
	'ok '*) passed=$((passed + 1)) ;;
	*'# ERROR'*) errors=$((errors + 1)) loud=1; tell "${line#not ok }" ;;
	*) failed=$((failed + 1)) loud=1; tell "${line#not ok }" ;;
	esac
}

keep() {
	[ -z "$out" ] || echo "$1" 2>/dev/null >>"$to/$id.tap" ||
		die "cannot write to $to/$id.tap"
}

# Read the frames that runner.sh prints.
read_frames() {
	while IFS= read -r line; do
		case $line in
		@begin*)
			begin "${line#@begin }"
			continue ;;
		@end*)
			# shellcheck disable=SC2086
			end ${line#@end } $before
			continue ;;
		@done) done=1; continue ;;
		@*) continue ;;
		1..*) planned=${line#1..} said='' ;;
		'#'*)	said="$said
  $line" ;;
		'ok '* | 'not ok '*)
			case $no_skip$line in
			1*'# SKIP'*)
				why="# skipped, and --no-skip makes that a failure: ${line#*# SKIP }"
				keep "$why"
				said="$said
  $why" line="not ${line%% # SKIP*}" ;;
			esac
			# The evidence comes before the result that it is for.
			result
			[ -z "$loud" ] || say "$line$said"
			said='' ;;
		esac
		keep "$line"
	done
}

run=1
while [ "$run" -le "$repeat" ]; do
	to=$out one=$seed done=''
	[ "$seed" != random ] || one=0x$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')
	if [ "$repeat" -gt 1 ]; then
		to=$out/host/run-$run
		say "run $run of $repeat, seed $one"
	elif [ "$seed" = random ]; then
		say "seed $one"
	fi
	[ -z "$out" ] || mkdir -p "$to" || die "cannot write to $to"
	write_orders "$one"
	# shellcheck disable=SC2086
	${launch:+setpriv --pdeathsig TERM} sh "$here/runner.sh" framed \
		"$here/tests" "$work/orders" default >"$work/frames" &
	runner=$!
	read_frames <"$work/frames"
	runner=
	[ "$done" ] || { errors=$((errors + 1)); tell "runner.sh died"; }
	run=$((run + 1))
done

[ -z "$excused" ] || say "failed as is known (--strict):$excused"
[ -z "$not_passed" ] || say "did not pass:$not_passed"
say "$passed passed, $((failed + errors)) failed, $skipped skipped"
judged=1
[ "$failed" = 0 ] || exit 1
[ "$errors" = 0 ] || exit 2
