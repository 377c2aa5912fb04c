#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs test programs one after another. The same file works on this host, in an
# emulated platform's initramfs (busybox) and in an unpacked bundle.
#
#   runner.sh list TESTS [PATTERN...]      the cases that the patterns name
#   runner.sh plan TESTS [PATTERN...]      the jobs that run them
#   runner.sh framed TESTS DIR [ARG...]    run the jobs in the file DIR/jobs
#
# TESTS is the folder of the test programs. A job is one line, "ID PROGRAM
# ARG...": one program, called once. framed passes ARG... to every program, and
# DIR/known.tsv and DIR/expected.tsv (-k and -K) where they exist. It prints a
# program's lines between "@begin ID" and "@end ID STATUS SECONDS"; @ready and
# @done stand around the whole, so that a reader knows a platform that died.
#
# KVM_DIRTY_CPUS plans only the cases that so many CPUs suit (-n in ARG...).
# KVM_DIRTY_NAME names the caller in messages, KVM_DIRTY_ELSEWHERE allows patterns
# that name nothing in TESTS, KVM_DIRTY_LAUNCH stands before each command, and
# KVM_DIRTY_KMSG is a file that is told of each program: the kernel's log, where
# the kernel is ours.

# Arguments hold globs for the test programs: this shell must not expand them.
set -euf

die() {
	echo "${KVM_DIRTY_NAME:-runner.sh}: $*" >&2
	exit 2
}

# The programs in folder $1. Objects and dependency files have a dot.
programs() {
	set +f
	for file in "$1"/*; do
		case ${file##*/} in *.*) continue ;; esac
		[ -f "$file" ] && [ -x "$file" ] && echo "${file##*/}"
	done
	set -f
}

# Split TEST[/CASE][@COLLECTOR[,BACKING]] into $test and the program's $args.
split() {
	what=${1%%@*}
	test=${what%%/*}
	args=
	case $1 in
	'' | *[!]A-Za-z0-9_.+*?,@/:=[!^-]*)
		die "'$1' is not a test pattern" ;;
	/* | */ | */@* | @* | *@ | *@,* | *, | */*/* | *@*@*)
		die "pattern '$1' has an empty or a needless part" ;;
	esac
	case $what in */*) args="-c ${what#*/}" ;; esac
	case $1 in *@*)
		where=${1#*@}
		args="$args -C ${where%%,*}"
		case $where in *,*) args="$args -b ${where#*,}" ;; esac ;;
	esac
}

# Print "PROGRAM ARG..." for each program of $1 with a case that a pattern names.
select_jobs() {
	dir=$1
	shift
	[ $# -gt 0 ] || set -- '*'
	names=$(programs "$dir")
	for pattern; do
		split "$pattern"
		args="$args${KVM_DIRTY_CPUS:+ -n $KVM_DIRTY_CPUS}"
		named='' chosen=''
		for name in $names; do
			# A glob, so it is not quoted.
			# shellcheck disable=SC2254
			case $name in $test) ;; *) continue ;; esac
			named=$name
			status=0
			# shellcheck disable=SC2086
			${KVM_DIRTY_LAUNCH-} "$dir/$name" -l $args \
				>/dev/null 2>&1 || status=$?
			case $status in
			0) echo "$name $args"; chosen=$name ;;
			2) ;;
			*) die "'$name -l $args' ended with status $status" ;;
			esac
		done
		# The caller sees to it that it names one elsewhere.
		[ -z "${KVM_DIRTY_ELSEWHERE-}" ] || continue
		[ "$named" ] || die "no test matches '$pattern' (try --list)"
		[ "$chosen" ] ||
			die "no case matches '$pattern' (try --list '$test')"
	done
}

list() {
	jobs=$(select_jobs "$@")
	[ "$jobs" ] || return 0
	echo "$jobs" | while read -r name args; do
		# shellcheck disable=SC2086
		${KVM_DIRTY_LAUNCH-} "$1/$name" -l $args
	done | awk '!seen[$0]++'
}

# A program that two patterns name is called twice, the second time as NAME-2.
plan() {
	jobs=$(select_jobs "$@")
	[ "$jobs" ] || return 0
	echo "$jobs" | awk '!seen[$0]++ { n = ++nr[$1]
		print $1 (n > 1 ? "-" n : ""), $0 }'
}

# Time since boot in hundredths of a second.
now() {
	read -r up _ </proc/uptime
	up=${up%.*}${up#*.}
	# In the first second it begins with a 0, which would make it octal.
	up=${up#"${up%%[!0]*}"}
	echo "${up:-0}"
}

framed() {
	tests=$1
	dir=$2
	shift 2
	[ ! -f "$dir/known.tsv" ] || set -- "$@" -k "$dir/known.tsv"
	[ ! -f "$dir/expected.tsv" ] || set -- "$@" -K "$dir/expected.tsv"
	child=
	trap '[ -z "$child" ] || kill "$child"; exit 143' TERM INT HUP
	echo "@ready $(uname -r)"
	while read -r id name args <&3; do
		echo "<3>kvm-dirty-tests: begin $id" \
			>"${KVM_DIRTY_KMSG:-/dev/null}"
		echo "@begin $id"
		start=$(now)
		status=0
		# In the background, since sh obeys a signal only between
		# commands and in wait.
		# shellcheck disable=SC2086
		${KVM_DIRTY_LAUNCH-} "$tests/$name" $args "$@" \
			</dev/null 2>&1 3<&- &
		child=$!
		wait "$child" || status=$?
		child=
		ticks=$(($(now) - start))
		# The program may have died in the middle of a line.
		printf '\n@end %s %d %d.%02d\n' "$id" "$status" \
			$((ticks / 100)) $((ticks % 100))
	done 3<"$dir/jobs"
	echo "@done"
}

case ${1-} in
list | plan | framed) "$@" ;;
*) die "usage: runner.sh list|plan|framed TESTS ..." ;;
esac
