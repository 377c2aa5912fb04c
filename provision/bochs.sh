#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bochs.sh CACHE: print the name of a Bochs without a debugger. Debian 12's package has
# one built in, and takes two to three times the processor time. The Bochs is compiled
# from the source of Debian 13's package, and kept in CACHE.
#
# Where there is no such Bochs and none can be made, a line on standard error says
# why, nothing is printed, and the exit status is 0: Debian's does the same work. With
# OFFLINE=1 nothing is downloaded.
#
# It is linked statically, since distributions may share a CACHE. Compiling goes to a
# temporary folder that is renamed at the end, so that a half-way failure leaves
# nothing that a later run would take for complete.
set -eu

version=3.0
source=bochs_$version+dfsg.orig.tar.xz
sum=78f6c73d4a6472d5130a87ab9dc306d02c7c71ed8e25b3a8ef642e2a7acd282b
# Bochs reads signed words as unsigned ones of another type: long_idiv() in
# cpu/mult64.cc. Strict aliasing makes that a wrong division.
compile='-O3 -fno-strict-aliasing'
features='--enable-smp --enable-cpu-level=6 --enable-x86-64 --enable-vmx=2
	--enable-avx --enable-evex --enable-long-phy-address
	--enable-all-optimizations --enable-pci --enable-cdrom --enable-usb --with-nogui
	--disable-docbook'

# shellcheck source=provision/lib.sh
. "${0%/*}/lib.sh"

cache=$1
case $cache in
/*) ;;
*) cache=$PWD/$cache ;;
esac
key=$(echo "$version $compile $features" | sha256sum | cut -c 1-8)
top=$cache/bochs-$version-$(uname -m)-$key

without() { # WHY
	echo "platform vmx takes Debian's Bochs, which is slower: $*" >&2
	exit 0
}

# Download $source from the archive that the system's apt gets Debian from.
download() {
	# shellcheck disable=SC2016 # what apt expands
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Label: Debian' \
		'Created-By: Packages' 2>/dev/null | head -n 1)
	[ "$mirror" ] || without "this apt knows no archive of Debian"
	quietly /usr/lib/apt/apt-helper -o Acquire::Retries=2 \
		-o Acquire::http::Timeout=30 -o APT::Sandbox::User=root download-file \
		"${mirror%/}/pool/main/b/bochs/$source" "$source" "SHA256:$sum" ||
		without "cannot download $source:" \
			"$(grep -m 1 '^E:' "$log" || tail -n 1 "$log")"
}

# shellcheck disable=SC2086 # lists
build() {
	quietly ./configure $features CFLAGS="$compile" CXXFLAGS="$compile" \
		LDFLAGS=-static && quietly make -j"$(nproc)" bochs && strip bochs
}

if ! [ -x "$top/bochs" ]; then
	[ -z "${OFFLINE-}" ] || without "Bochs $version is not in the cache $cache," \
		"and --offline forbids to download it"
	mkdir -p "$cache/.bochs" 2>/dev/null || :
	[ -w "$cache/.bochs" ] || without "cannot write to the cache folder $cache"
	# One at a time. Who holds the lock knows that what is there is of a run
	# that was killed.
	exec 9<"$cache/.bochs"
	flock 9
fi
if ! [ -x "$top/bochs" ]; then
	echo "compiling Bochs $version, which takes minutes once" >&2
	rm -rf "$cache"/.bochs/*
	tmp=$(mktemp -d "$cache/.bochs/XXXXXX")
	log=$tmp/log
	cd "$tmp"
	download
	mkdir tree made
	quietly tar -C tree --strip-components=1 --no-same-owner -xJf "$source" ||
		without "cannot unpack $source: $(tail -n 1 "$log")"
	cd tree
	build || without "cannot compile Bochs $version:" \
		"$(grep -m 1 -i error "$log" || tail -n 1 "$log")"
	mv bochs ../made/bochs
	mv -T ../made "$top"
fi
echo "$top/bochs"
