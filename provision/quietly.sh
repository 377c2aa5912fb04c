# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# For scripts that download into a cache, to be sourced: they end with one line, and
# leave neither a temporary folder ($tmp) nor a child behind, however they end.
tmp='' child=''

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
trap 'exit 143' TERM

# What it prints goes to $tmp/log. In the background, because sh runs its traps only
# between commands. A lock that is held (fd 9) stays with this shell alone.
quietly() {
	setpriv --pdeathsig TERM "$@" >"$tmp/log" 2>&1 9<&- &
	child=$!
	status=0
	wait "$child" || status=$?
	child=''
	return "$status"
}
