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
	  --seed N            of everything random; default 1
	  --timeout-scale N   be N times as patient
	  --known FILE        the failures in FILE are known, in place of known.tsv
	  --strict            count known failures as failed
	  --out DIR           keep what each program prints, in DIR/NAME.tap
	  -v                  show every case
	Exit status: 0 all is well, 1 a case failed, 2 something could not run.
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
patterns='' list='' seed=1 scale=1 known='' strict='' out='' verbose=''
export KVM_DIRTY_NAME=run.sh
while [ $# -gt 0 ]; do
	option=$1
	shift
	case $option in
	--seed | --timeout-scale | --known | --out)
		[ "${1-}" ] || die "$option wants a value"
		value=$1
		shift ;;
	esac
	case $option in
	--list) list=1 ;;
	--seed | --timeout-scale)
		case ${value#0x} in
		*[!0-9a-fA-F]*) die "$option wants a number, not '$value'" ;;
		esac
		[ "$option" != --seed ] || seed=$value
		[ "$option" = --seed ] || scale=$value ;;
	--known) known=$value ;;
	--strict) strict=1 ;;
	--out) out=$value ;;
	-v) verbose=1 ;;
	-h | --help)
		help 2>/dev/null || unheard
		exit 0 ;;
	-*) die "unknown option '$option' (try --help)" ;;
	*) patterns="$patterns $option" ;;
	esac
done

# shellcheck disable=SC2086
if [ "$list" ]; then
	listed=$(sh "$here/runner.sh" list "$here/tests" $patterns)
	say "$listed"
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
# The lines are those of run_tests.sh: run/Orders.pm.
{
	word=expected
	[ -z "$strict" ] || word=known
	[ -z "$known" ] || echo "$word $known"
	[ -z "$launch" ] || echo "launch $launch"
	echo "$jobs" | sed 's/^/job /'
	echo "config default"
	echo "args -s $seed -t $scale"
	echo "replay ./run.sh"
} 2>/dev/null >"$work/orders" || die "cannot write to $work"
mkfifo "$work/frames"
# shellcheck disable=SC2086
${launch:+setpriv --pdeathsig TERM} sh "$here/runner.sh" framed \
	"$here/tests" "$work/orders" default >"$work/frames" &
runner=$!

passed=0 failed=0 errors=0 skipped=0 not_passed='' excused='' id=''
tell() {
	not_passed="$not_passed
  $1"
}
while IFS= read -r line; do
	case $line in
	@begin*)
		id=${line#@begin } planned='' seen=0 said=''
		before="$passed $failed $errors $skipped"
		continue ;;
	@end*)
		# shellcheck disable=SC2086
		set -- $line $before
		verdict=pass
		[ $((passed - $5)) -gt 0 ] || verdict=skip
		[ "$failed" = "$6" ] || verdict=FAIL
		if [ "$seen" != "${planned:-none}" ]; then
			errors=$((errors + 1))
			tell "$id: ended after $seen of ${planned:-?} cases, status $3"
		fi
		[ "$errors" = "$7" ] || verdict=ERROR
		printf '%-16s %-5s %7s s  %d passed, %d failed, %d skipped\n' \
			"$id" "$verdict" "$4" $((passed - $5)) \
			$((failed - $6 + errors - $7)) $((skipped - $8)) \
			2>/dev/null || unheard
		continue ;;
	@done) done=1; continue ;;
	@*) continue ;;
	1..*) planned=${line#1..} said='' ;;
	'#'*)	said="$said
  $line" ;;
	'ok '* | 'not ok '*)
		seen=$((seen + 1))
		loud=$verbose
		# The evidence comes before the result that it is for.
		evidence=$said said=''
		case $line in
		'ok '*'# SKIP'*) skipped=$((skipped + 1)) ;;
		'ok '*)	passed=$((passed + 1))
			case $line in *'# XFAIL'*) excused="$excused
  ${line#ok }" ;; esac ;;
		*'# ERROR'*) errors=$((errors + 1)) loud=1; tell "${line#not ok }" ;;
		*) failed=$((failed + 1)) loud=1; tell "${line#not ok }" ;;
		esac
		[ -z "$loud" ] || say "$line$evidence" ;;
	esac
	[ -z "$out" ] || echo "$line" 2>/dev/null >>"$out/$id.tap" ||
		die "cannot write to $out/$id.tap"
done <"$work/frames"
runner=

[ "${done-}" ] || { errors=$((errors + 1)); tell "runner.sh died"; }
[ -z "$excused" ] || say "failed as is known (--strict):$excused"
[ -z "$not_passed" ] || say "did not pass:$not_passed"
say "$passed passed, $((failed + errors)) failed, $skipped skipped"
judged=1
[ "$failed" = 0 ] || exit 1
[ "$errors" = 0 ] || exit 2
