#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# prepare.sh: install, as root in a fresh Debian, what a job of a CI system needs for platform
# svm, and git, which says the version.
set -eu
cd "${0%/*}/../.."
command -v git >/dev/null || {
	apt-get -qq update
	apt-get -qq install -y --no-install-recommends ca-certificates git
}
provision/setup.sh build results junit svm
