# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What scripts share that get something ready, to be sourced: they end with one line, and
# leave neither a temporary file or folder ($tmp) nor a child behind, however they end.
tmp='' child='' log=/dev/null

# kmod and chroot live in sbin, which is not on everybody's PATH.
PATH=$PATH:/usr/sbin:/sbin

die() {
	echo "${KVM_DIRTY_NAME:-${0##*/}}: $*" >&2
	exit 2
}

cleanup() {
	[ -z "$child" ] || kill "$child" 2>/dev/null || :
	[ -z "$tmp" ] || rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# quietly COMMAND...: what it prints goes to the file $log. In the background, because sh
# runs its traps only between commands. A lock that is held (fd 9) stays with this shell
# alone.
quietly() {
	setpriv --pdeathsig TERM "$@" >"$log" 2>&1 </dev/null 9<&- &
	child=$!
	status=0
	wait "$child" || status=$?
	child=''
	return "$status"
}

# Print the file of module $2 in the folder $1 or one below it, if it is there. Module
# files are named with - or _, as it pleased their author.
find_module() {
	[ -z "$1" ] || find "$1/" -name "$(echo "$2" | sed 's/[-_]/[-_]/g').ko*" |
		head -n 1
}
