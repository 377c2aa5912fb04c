#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# In Debian 12's Bochs (2.7+dfsg-4+deb12u1) two runs of the same disk are not the same, not
# even with "clock: sync=none, time0=...": RDRAND gives other numbers in another second.
#
# The guess: with the clock bound to the number of instructions, and begun at a fixed time,
# nothing of the host reaches the guest, and a run can be repeated to the instruction.
# Bochs' manual says of sync=none that no time of the host is used. But BX_CPU_C::initialize()
# in cpu/init.cc calls srand(time(NULL)), and RDRAND and RDSEED are rand(). Linux takes its
# random numbers from there: it puts the free lists of its slabs into a random order, for
# one, by a loop that takes now more and now fewer turns. So two boots of Linux part
# after seconds, by some instructions, and some measurements of it by up to 9 per cent.
# The way out is a guest without them: clearcpuid=rdrand,rdseed of Linux. The source of
# Bochs 3.0 has the same line.
#
# The script boots a sector that prints eight letters by RDRAND: four times, each in a
# second of its own. Output seen on 2026-11-30, other letters each time:
#
#	bochs 2.7+dfsg-4+deb12u1: hjbillch gipabmip hbilcncn oddehdcn
#
# Exit status: 0 the behaviour is still the same, 1 it has changed, 2 the script could
# not try it.
set -eu

version=2.7+dfsg-4+deb12u1
tmp=$(mktemp -d "${TMPDIR:-/tmp}/bochs-rdrand.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$tmp"

untried() {
	echo "could not be tried: $*" >&2
	exit 2
}

# An apt of its own, with no packages installed and bookworm of this system's archive.
mkdir -p state/lists/partial cache/archives/partial
# shellcheck disable=SC2016 # what apt expands
apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
	sed -n 's/^Debian \(.*\)/deb \1 bookworm main/p' | head -n 1 >sources.list
apt() {
	apt-get -qq -o Dir::Etc::SourceList="$tmp/sources.list" \
		-o Dir::Etc::SourceParts=/dev/null -o Dir::State="$tmp/state" \
		-o Dir::State::Status=/dev/null -o Dir::Cache="$tmp/cache" \
		-o APT::Sandbox::User=root -o APT::Install-Recommends=0 "$@"
}
apt update >log 2>&1 || untried "$(grep -m 1 '^E:' log)"
apt --print-uris install "bochs=$version" bochs-term nasm >uris 2>log ||
	untried "$(grep -m 1 '^E:' log)"
names=$(sed -n "s/^'[^']*' \([^_]*\)_.*/\1/p" uris)
# shellcheck disable=SC2086
apt download $names >log 2>&1 || untried "$(grep -m 1 '^E:' log)"
for deb in *.deb; do
	dpkg-deb -x "$deb" root
done
lib=$tmp/root/usr/lib/x86_64-linux-gnu
ld=$(find "$tmp/root" -name 'ld-linux-x86-64.so.2' | head -n 1)
libraries=$lib:$tmp/root/lib/x86_64-linux-gnu

cat >boot.asm <<'END'
	bits 16
	org 0x7c00
	xor ax, ax
	mov ds, ax
	mov dx, 0x3fb		; the serial line has eight bits
	mov al, 3
	out dx, al
	mov bx, 8
letter:	rdrand cx
	and cl, 15
	add cl, 'a'
	call put
	dec bx
	jnz letter
	call idle
	mov dx, 0x8900		; Bochs ends once this word has gone there
	mov cx, 8
	mov si, word_
	cld
	rep outsb
	hlt
put:	call idle		; CL goes to the serial line
	mov dx, 0x3f8
	mov al, cl
	out dx, al
	ret
idle:	mov dx, 0x3fd		; what went there before has left
	in al, dx
	and al, 0x40
	jz idle
	ret
word_:	db 'Shutdown'
	times 510 - ($ - $$) db 0
	dw 0xaa55
END
"$ld" --library-path "$libraries" root/usr/bin/nasm -f bin -o boot.img boot.asm ||
	untried 'NASM does not run'
truncate -s 1440K boot.img
cat >rc <<END
memory: guest=32, host=32
romimage: file=$tmp/root/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=$tmp/root/usr/share/bochs/VGABIOS-lgpl-latest
cpu: model=corei7_skylake_x, count=1, ips=50000000
floppya: 1_44=boot.img, status=inserted
boot: floppy
clock: sync=none, time0=1767225600
com1: enabled=1, mode=file, dev=said
display_library: term
sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
log: bochs.log
panic: action=fatal
END

export TERM=xterm LTDL_LIBRARY_PATH="$lib/bochs/plugins" BXSHARE="$tmp/root/usr/share/bochs"
all=
for _ in 1 2 3 4; do
	second=$(date +%s)
	while [ "$(date +%s)" = "$second" ]; do :; done
	rm -f said
	# The package has Bochs' debugger built in, which waits for a "c".
	echo c | "$ld" --library-path "$libraries" root/usr/bin/bochs-bin -q -f rc \
		>out 2>&1 || : # it ends with 1 where a guest has ended it
	[ -s said ] || untried "Bochs says nothing: $(tail -n 1 bochs.log)"
	all="$all $(cat said)"
done
echo "bochs $version:$all"
# shellcheck disable=SC2086 # words
[ "$(printf '%s\n' $all | sort -u | wc -l)" -gt 1 ]
