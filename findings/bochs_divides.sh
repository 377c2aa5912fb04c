#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Debian sid's Bochs 3.1 (bochs 3.1+dfsg-1, gcc 16) divides an uninitialised word when
# its guest executes a 64-bit idiv: 7 / 2 is not 3.
#
# The guess: a released emulator that boots operating systems can divide. Bochs can, as
# its authors compile it. long_idiv() in cpu/mult64.cc copies the dividend to a Bit128s
# and passes it on as a Bit128u. These are different types, so gcc 16 drops the store of
# the low word. The symptom is far from the cause: Linux dies of a divide error in
# register_refined_jiffies() (7.2), or while the HPET is registered (6.12).
#
# The script unpacks the package and its dependencies in a temporary folder. Bochs' own
# function divides before Bochs' main() begins. Output seen on 2026-11-28; the first
# number differs each time:
#
#	bochs 3.1+dfsg-1: 7 / 2 = 70145456429832, remainder 0
#
# Exit status: 0 the behaviour is still the same, 1 it has changed, 2 the script could
# not try it.
set -eu

version=3.1+dfsg-1
tmp=$(mktemp -d "${TMPDIR:-/tmp}/bochs-divides.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$tmp"

untried() {
	echo "could not be tried: $*" >&2
	exit 2
}

# An apt of its own, with no packages installed and sid of this system's archive.
mkdir -p state/lists/partial cache/archives/partial
# shellcheck disable=SC2016 # what apt expands
apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
	sed -n 's/^Debian \(.*\)/deb \1 sid main/p' | head -n 1 >sources.list
apt() {
	apt-get -qq -o Dir::Etc::SourceList="$tmp/sources.list" \
		-o Dir::Etc::SourceParts=/dev/null -o Dir::State="$tmp/state" \
		-o Dir::State::Status=/dev/null -o Dir::Cache="$tmp/cache" \
		-o APT::Sandbox::User=root -o APT::Install-Recommends=0 "$@"
}
apt update >log 2>&1 || untried "$(grep -m 1 '^E:' log)"
apt --print-uris install "bochs=$version" bochs-term >uris 2>log ||
	untried "$(grep -m 1 '^E:' log)"
names=$(sed -n "s/^'[^']*' \([^_]*\)_.*/\1/p" uris)
# shellcheck disable=SC2086
apt download $names >log 2>&1 || untried "$(grep -m 1 '^E:' log)"
for deb in *.deb; do
	dpkg-deb -x "$deb" root
done

cat >divide.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

struct wide {
	unsigned long lo;
	long hi;
};

static void __attribute__((constructor)) divide(void)
{
	void (*idiv)(struct wide *, long *, const struct wide *, long) =
		dlsym(RTLD_DEFAULT, "_Z9long_idivP7Bit128sPlPKS_l");
	struct wide seven = { 7, 0 }, quotient;
	long remainder;

	if (!idiv)
		_exit(2);
	idiv(&quotient, &remainder, &seven, 2);
	printf("7 / 2 = %ld, remainder %ld\n", quotient.lo, remainder);
	fflush(stdout);
	_exit(0);
}
END
gcc -shared -fPIC -o divide.so divide.c
lib=$tmp/root/usr/lib/x86_64-linux-gnu
said=$("$lib/ld-linux-x86-64.so.2" --library-path "$lib" \
	--preload "$tmp/divide.so" "$tmp/root/usr/bin/bochs-bin") ||
	untried "Bochs does not start, or has no such function"
echo "bochs $version: $said"
[ "$said" != '7 / 2 = 3, remainder 1' ]
