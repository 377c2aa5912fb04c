#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Platform host: this machine's /dev/kvm. The verbs are explained in svm.sh.
set -eu

here=$(dirname "$0")

check() {
	why=$("$1" 2>&1 >/dev/null) || {
		echo "${KVM_DIRTY_NAME:-host.sh}: platform host:" \
			"${why:-$1 failed}" >&2
		exit 2
	}
}

run() {
	export KVM_DIRTY_LAUNCH='setpriv --pdeathsig KILL'
	# shellcheck disable=SC2086
	exec sh "$here/../inside/runner.sh" framed \
		"$4" "$3" $KVM_DIRTY_ARGS
}

case $1 in
launch) ;;
configs) echo default ;;
limits) echo 10 120 1 ;;
prepare) ;;
# Time matters on the host: nothing runs beside it.
cost) echo alone 0 ;;
check | run) "$@" ;;
esac
