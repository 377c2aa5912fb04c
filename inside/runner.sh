#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs test programs one after another. The same file works on this host, in an
# emulated platform's initramfs (busybox) and in an unpacked bundle.
#
#   runner.sh [OPTION...] list TESTS [PATTERN...]   the cases that the patterns name
#   runner.sh [OPTION...] plan TESTS [PATTERN...]   the jobs that run them
#   runner.sh framed TESTS ORDERS CONFIG [ARG...]   run the jobs in the file ORDERS as
#                                 a config of them wants it
#   -l WORDS   what stands before the command of each program that lists its cases
#   -n CPUS    only the cases that so many CPUs suit
#   -e         patterns may name nothing in TESTS
#   -a WORDS   more arguments for each program
#
# TESTS is the folder of the test programs. A job is one line, "ID PROGRAM
# ARG...": one program, called once. The head of run/Orders.pm says what orders are, and
# which frames stand around what the programs print. ARG... goes to every program.
#
# KVM_DIRTY_NAME names the caller in messages.

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
		args="$args${cpus:+ -n $cpus}${more:+ $more}"
		named='' chosen=''
		for name in $names; do
			# A glob, so it is not quoted.
			# shellcheck disable=SC2254
			case $name in $test) ;; *) continue ;; esac
			named=$name
			status=0
			# shellcheck disable=SC2086
			$launch "$dir/$name" -l $args \
				>/dev/null 2>&1 || status=$?
			case $status in
			0) echo "$name $args"; chosen=$name ;;
			2 | 4) ;;
			*) die "'$name -l $args' ended with status $status" ;;
			esac
		done
		# The caller sees to it that it names one elsewhere.
		[ -z "$elsewhere" ] || continue
		[ "$named" ] || die "no test matches '$pattern' (try --list)"
		[ "$chosen" ] ||
			die "no case${more:+ of the first} matches '$pattern'" \
				"(try --list '$test')"
	done
}

list() {
	jobs=$(select_jobs "$@")
	[ "$jobs" ] || return 0
	echo "$jobs" | while read -r name args; do
		# shellcheck disable=SC2086
		$launch "$1/$name" -l $args
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

# Set the variables that framed wants from the lines of the orders in file $1 that are
# for config $2, or for all; true if each line is understood.
read_orders() {
	known='' expected='' launch='' tell=/dev/null begun='' args='' config='' jobs=''
	while read -r word rest; do
		case $word in
		config) config=$rest; continue ;;
		esac
		[ -z "$config" ] || [ "$config" = "$2" ] || continue
		case $word in
		known) known=$rest ;;
		expected) expected=$rest ;;
		launch) launch=$rest ;;
		tell) tell=$rest ;;
		begun) begun=$rest ;;
		job)	jobs="$jobs$rest
" ;;
		args) args=$rest ;;
		replay) export KVM_DIRTY_REPLAY="$rest" ;;
		# These are for init.
		module | kernel | pool | pages | beside | through) ;;
		*)	echo "@trouble the orders say '$word', which is unknown"
			return 1 ;;
		esac
	done <"$1"
}

framed() {
	tests=$1
	if ! read_orders "$2" "$3"; then
		echo "@done"
		return
	fi
	shift 3
	# shellcheck disable=SC2086
	set -- "$@" $args
	[ -z "$known" ] || set -- "$@" -k "$known"
	[ -z "$expected" ] || set -- "$@" -K "$expected"
	child=
	trap '[ -z "$child" ] || kill "$child"; exit 143' TERM INT HUP
	echo "@ready $(uname -r)"
	while read -r id name args <&3; do
		[ "$id" ] || continue
		echo "<3>kvm-dirty-tests: begin $id" >"$tell"
		if [ "$begun" ]; then
			echo "$id" >>"$begun"
			# As in tell.sh.
			sync ${KVM_DIRTY_ALONE:+-f} "$begun" || :
		fi
		echo "@begin $id"
		start=$(now)
		status=0
		# In the background, since sh obeys a signal only between
		# commands and in wait.
		# shellcheck disable=SC2086
		$launch "$tests/$name" $args "$@" </dev/null 2>&1 3<&- &
		child=$!
		wait "$child" || status=$?
		child=
		ticks=$(($(now) - start))
		# The program may have died in the middle of a line.
		printf '\n@end %s %d %d.%02d\n' "$id" "$status" \
			$((ticks / 100)) $((ticks % 100))
	done 3<<-END
	$jobs
	END
	echo "@done"
}

launch='' cpus='' elsewhere='' more=''
while getopts l:n:ea: option; do
	case $option in
	l) launch=$OPTARG ;;
	n) cpus=$OPTARG ;;
	e) elsewhere=1 ;;
	a) more=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
case ${1-} in
list | plan | framed) "$@" ;;
*) die "usage: runner.sh list|plan|framed TESTS ..." ;;
esac
