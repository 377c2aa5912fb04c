#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bisect.sh ARG...: run_tests.sh ARG... for `git bisect run`, which takes exit
# status 125 for "cannot be judged: skip this commit". 2 means that here, and
# would mean "bad" there. If all cases are skipped, that is no verdict, either. See
# docs/gate-a-kernel.md.
set -eu

status=0
export KVM_DIRTY_BISECT=1	# for run/Summary.pm
"$(dirname "$0")/../run_tests.sh" "$@" || status=$?
[ "$status" != 2 ] || status=125
exit "$status"
