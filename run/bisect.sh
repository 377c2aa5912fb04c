#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bisect.sh ARG...: run_tests.sh ARG... for `git bisect run`, which takes exit
# status 125 for "cannot be judged: skip this commit". 2 means that here, and
# would mean "bad" there. See docs/gate-a-kernel.md.
set -eu

status=0
"$(dirname "$0")/../run_tests.sh" "$@" || status=$?
[ "$status" != 2 ] || status=125
exit "$status"
