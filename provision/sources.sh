#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# sources.sh SUITE [APT-OPTION...]: print the sources of Debian's SUITE, as a sources.list
# has them: those that the system's apt knows, with that suite's name. Nothing is printed
# if the system's apt knows no archive of Debian.
#
# A suite that is released has its updates and its security archive with it, if the
# system's has.
set -eu

suite=$1
shift
# shellcheck disable=SC2016 # what apt expands
apt-get "$@" indextargets --format '$(LABEL) $(CODENAME) $(REPO_URI) $(COMPONENT)' \
	'Created-By: Packages' 2>/dev/null | sort -u |
	while read -r label name uri component; do
		case $suite in
		*-* | sid | unstable | experimental) released='' ;;
		*) released=1 ;;
		esac
		case $label/$name/$released in
		Debian/*-*/1 | Debian-Security/*-*/1)
			echo "deb $uri $suite-${name##*-} $component" ;;
		Debian/*-*/* | Debian-Security/*) ;;
		Debian/*) echo "deb $uri $suite $component" ;;
		esac
	done
