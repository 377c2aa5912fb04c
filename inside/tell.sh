# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Tells the frames that runner.sh prints (the head of run/Orders.pm) to people and keeps
# them, where there is no Perl; to be sourced by run.sh of a bundle, which sets
#
#   to        the folder for ID.tap, or '': nothing is kept
#   verbose   not empty: show every case
#   no_skip   not empty: a skip is a failure
#   nr_jobs   if not empty, each program is told when it begins, and that there are so many
#
# Afterwards there are passed, failed, errors, skipped and nr_known, counts; not_passed,
# excused and troubles, lines; done, not empty if runner.sh came to its end.
# shellcheck disable=SC2034,SC2154
passed=0 failed=0 errors=0 skipped=0 nr_known=0 not_passed='' excused='' id='' troubles='' nr_begun=0

tell() {
	not_passed="$not_passed
  $1"
}

# The program $1, or all of the run, is in trouble, which no result line tells.
trouble() { # NAME TEXT
	errors=$((errors + 1))
	tell "$1: $2"
	troubles="$troubles${troubles:+
}$1 # ERROR $2"
}

begin() {
	id=$1 planned='' seen=0 said=''
	before="$passed $failed $errors $skipped $nr_known"
	nr_begun=$((nr_begun + 1))
	[ -z "$nr_jobs" ] || say "$nr_begun of $nr_jobs: $id ..."
}

end() { # ID STATUS SECONDS PASSED FAILED ERRORS SKIPPED KNOWN: as begin() found them
	verdict=pass
	[ $((passed - $4)) -gt 0 ] || verdict=skip
	[ "$failed" = "$5" ] || verdict=FAIL
	why="exit status $2"
	[ "$2" -le 128 ] || why="killed by signal $(($2 - 128))"
	# In the words of TAP::Parser, as the record has them.
	if ! [ "$planned" ]; then
		trouble "$1/program" "$why, No plan found in TAP output"
	elif [ "$seen" != "$planned" ]; then
		trouble "$1/program" \
			"$why, Bad plan.  You planned $planned tests but ran $seen."
	else
		case $2 in [014]) ;; *) trouble "$1/program" "$why" ;; esac
	fi
	[ "$errors" = "$6" ] || verdict=ERROR
	also=$((nr_known - $8))
	passed_here=$((passed - $4 - also))
	[ "$also" = 0 ] && also='' || also=", $also known"
	say "$(printf '%-16s %-5s %7s s  %d passed%s, %d failed, %d skipped' \
		"$1" "$verdict" "$3" "$passed_here" "$also" \
		$((failed - $5 + errors - $6)) $((skipped - $7)))"
	# What is on a medium survives the host, which a KVM that is wrong may take down. On the
	# stick it is all of its file system: to sync a file says nothing of the folder that it is
	# in (fsync(2)).
	[ -z "$to" ] || sync ${KVM_DIRTY_ALONE:+-f} "$to/$id.tap" 2>/dev/null || :
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
	[ -z "$to" ] || printf '%s\n' "$1" 2>/dev/null >>"$to/$id.tap" ||
		die "cannot write to $to/$id.tap"
}

read_frames() {
	done=''
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
		@trouble*)
			trouble platform "${line#@trouble }"
			continue ;;
		@*) continue ;;
		# It stands before @end.
		'') continue ;;
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
	[ "$done" ] || trouble platform 'runner.sh died'
}
