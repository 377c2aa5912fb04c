#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh of a bundle: runs the test programs beside it on this host's KVM. Needs
# a plain sh and awk, as busybox has them, no compiler and no Perl, so it has to look at
# the result lines itself (tell.sh); run_tests.sh of the source tree leaves that to
# TAP::Parser. The stick (inside/stick) runs it, too, and sets
#
#   KVM_DIRTY_REPLAY   how the command begins that replays a failure, in place of ./run.sh
#   KVM_DIRTY_ALONE    not empty: this machine and its kernel's log are ours alone
set -euf
export KVM_DIRTY_NAME=run.sh

help() {
	cat <<-'END'
	Usage: ./run.sh [OPTION...] [PATTERN...]
	Checks the dirty page tracking of this host's KVM. PATTERN is TEST, TEST/CASE
	or TEST/CASE@COLLECTOR[,BACKING], with globs; without one, all tests run.

	  --list              list the cases, run nothing
	  --quick             only the first cases, which kill every mutant
	  --describe          say what this host's KVM is and has
	  --seed N|random     of everything random; default 1
	  --repeat N          run all of it N times
	  --timeout-scale N   be N times as patient
	  --known FILE        the failures in FILE are known, in place of known.tsv
	  --strict            count known failures as failed
	  --no-skip           count a skipped case as failed
	  --out DIR           keep the record of the run in DIR, and what each
	                      program prints, in DIR/host
	  -v   show every case        --version        -h, --help
	Exit status: 0 all is well, 1 a case failed, 2 something could not run.

	The record is completed, and reports are made of it, where there is Perl, in the
	source of this version:
	    perl run/summary.pl --html FILE DIR
	END
}

die() {
	echo "$KVM_DIRTY_NAME: $*" >&2
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
judged='' work='' runner='' begun=''
leave() {
	status=$?
	trap - EXIT
	if [ "$begun" ]; then
		case $status in 129) word=HUP ;; 130) word=INT ;; 143) word=TERM ;; *) word= ;; esac
		[ -z "$judged" ] || word=complete
		[ -z "$word" ] || echo "$word $(time_now)" 2>/dev/null >"$out/ended" || :
	fi
	[ -z "$runner" ] || kill "$runner" 2>/dev/null || :
	[ -z "$work" ] || rm -rf "$work"
	[ "$judged" ] || [ "$status" != 1 ] || status=2
	exit "$status"
}
trap leave EXIT

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=inside/tell.sh
. "$here/tell.sh"
# shellcheck source=inside/record.sh
. "$here/record.sh"
arguments=$(json_list "$@")
patterns='' quick='' what=run seed=1 repeat=1 scale=1 known='' strict='' no_skip='' out='' verbose=''
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
	--quick) quick=1 ;;
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

# Only the first cases, and of programs that have some; a pattern names what it names.
first=''
if [ "$quick" ]; then
	case $here in *[' 	']*) die "--quick: the folder $here has a blank in its name" ;; esac
	[ "$patterns" ] || { first=-e
		patterns=$(sed -n 's!^\([a-z][^/#]*\)/.*!\1!p' "$here/order.tsv" | awk '!seen[$0]++'); }
fi
choose() { # VERB
	# shellcheck disable=SC2086
	sh "$here/runner.sh" ${quick:+-a "-f $here/order.tsv"} $first "$1" "$here/tests" \
		$patterns
}

if [ "$what" = list ]; then
	listed=$(choose list)
	say "$listed"
	exit
elif [ "$what" = describe ]; then
	[ -z "$patterns" ] || die "--describe takes no pattern"
	described=$("$here/describe")
	say "$(echo "$described" | sed -n 's/^# //p')"
	exit
fi
jobs=$(choose plan)
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
trap 'echo "not finished: $id" >&2; exit 143' TERM
trap 'echo "not finished: $id" >&2; exit 129' HUP
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
		[ -z "${KVM_DIRTY_ALONE-}" ] || echo "tell /dev/kmsg"
		[ -z "$out" ] || echo "begun $out/begun"
		echo "$jobs" | sed 's/^/job /'
		echo "config default"
		echo "args -s $1 -t $scale${KVM_DIRTY_ALONE:+ -o}"
		echo "replay ${KVM_DIRTY_REPLAY:-./run.sh}"
	} 2>/dev/null >"$work/orders" || die "cannot write to $work"
}

one_seed() {
	if [ "$seed" = random ]; then
		echo "0x$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')"
	else
		echo "$seed"
	fi
}

seeds='' run=1
while [ "$run" -le "$repeat" ]; do
	seeds="$seeds $(one_seed)"
	run=$((run + 1))
done
if [ "$out" ]; then
	# A medium that fills up later is told, too.
	head -c 1000000 /dev/zero 2>/dev/null >"$out/room" ||
		die "cannot write to --out $out: no room for results"
	rm "$out/room"
	sh "$here/runner.sh" list "$here/tests" |
		record "$seeds" "$(cat "$here/version")" "$arguments" >"$out/results.json"
	begun=1
fi

nr_jobs=''
[ -z "${KVM_DIRTY_ALONE-}" ] || nr_jobs=$(($(echo "$jobs" | wc -l) * repeat))
run=1
for one in $seeds; do
	to=''
	if [ "$out" ]; then
		to=$out/host
		[ "$repeat" = 1 ] || to=$to/run-$run
		mkdir -p "$to" || die "cannot write to $to"
		platform_tap "$to" || die "cannot write to $to"
	fi
	if [ "$repeat" -gt 1 ]; then
		say "run $run of $repeat, seed $one"
	elif [ "$seed" = random ]; then
		say "seed $one"
	fi
	write_orders "$one"
	troubles=''
	# shellcheck disable=SC2086
	${launch:+setpriv --pdeathsig TERM} sh "$here/runner.sh" framed \
		"$here/tests" "$work/orders" default >"$work/frames" &
	runner=$!
	read_frames <"$work/frames"
	runner=''
	[ -z "$to" ] || platform_tap "$to" "$troubles" || die "cannot write to $to"
	run=$((run + 1))
done

# Two lines for each finding: what it says, and its first case.
by_finding() {
	awk '{ name = $2; sub(/.*# XFAIL /, "") }
		$0 && !nr[$0]++ { finding[++n] = $0; first[$0] = name }
		END { for (i = 1; i <= n; i++) { of = finding[i]
			print "  " of ":\n      " first[of] (nr[of] > 1 ? " and " nr[of] - 1 " more" : "") } }'
}
[ -z "$excused" ] || say "failed as is known (--strict):
$(echo "$excused" | by_finding)"
[ -z "$not_passed" ] || say "did not pass:$not_passed"
say "$passed passed, $((failed + errors)) failed, $skipped skipped"
judged=1
[ "$failed" = 0 ] || exit 1
[ "$errors" = 0 ] || exit 2
