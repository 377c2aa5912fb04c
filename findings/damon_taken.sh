#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# On Debian's Linux 7.3 a user cannot start DAMON: the kernel has started it for itself
# (linux-binary-7.3.4+deb13-amd64 7.3.4-1~bpo13+1).
#
# The guess: DAMON, which asks for the age of pages, is idle until somebody writes "on" to
# state of a kdamond in sysfs, as in Debian's 6.12. But the kernel is built with DAMON_STAT
# switched on from the boot. That is a DAMON context of the kernel's own, which excludes
# others (mm/damon/stat.c calls damon_start() of core.c with exclusive true), so "on" fails with
# EBUSY on a machine where nobody has touched DAMON. sysfs shows no kdamond that runs. After
# "N" to the module parameter enabled of damon_stat the same "on" succeeds. A tool that takes
# EBUSY for another user of DAMON waits for ever.
#
# The script unpacks the kernel and QEMU in a temporary folder, and boots a program of
# 50 lines as the first process. Output seen on 2026-11-29:
#
#	7.3.4+deb13-amd64: damon_stat Y, state off, on: Device or resource busy;
#	damon_stat N: 0, on: 0
#
# Exit status: 0 the behaviour is still the same, 1 it has changed, 2 the script could
# not try it.
set -eu

kernel=linux-binary-7.3.4+deb13-amd64=7.3.4-1~bpo13+1
qemu='qemu-system-x86=1:7.2+dfsg-7+deb12u18+b3'
tmp=$(mktemp -d "${TMPDIR:-/tmp}/damon-taken.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$tmp"

untried() {
	echo "could not be tried: $*" >&2
	exit 2
}

# An apt of its own, with no packages installed: Debian 12 of this system's archive, and the
# backports of Debian 13 for the kernel.
mkdir -p state/lists/partial cache/archives/partial initramfs
# shellcheck disable=SC2016 # what apt expands
apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
	sort -u | while read -r label uri; do
	case $label in
	Debian) printf 'deb %s %s main\n' "$uri" bookworm "$uri" trixie-backports ;;
	Debian-Security) echo "deb $uri bookworm-security main" ;;
	esac
done >sources.list
apt() {
	apt-get -qq -o Dir::Etc::SourceList="$tmp/sources.list" \
		-o Dir::Etc::SourceParts=/dev/null -o Dir::State="$tmp/state" \
		-o Dir::State::Status=/dev/null -o Dir::Cache="$tmp/cache" \
		-o APT::Sandbox::User=root -o APT::Install-Recommends=0 "$@"
}
apt update >log 2>&1 || untried "$(grep -m 1 '^E:' log)"
apt --print-uris install "$qemu" >uris 2>log || untried "$(grep -m 1 '^E:' log)"
names=$(sed -n "s/^'[^']*' \([^_]*\)_.*/\1/p" uris)
# shellcheck disable=SC2086
apt download "$kernel" $names >log 2>&1 || untried "$(grep -m 1 '^E:' log)"
for deb in *.deb; do
	dpkg-deb -x "$deb" root
done

cat >init.c <<'END'
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <termios.h>
#include <unistd.h>

#define STAT "/s/module/damon_stat/parameters/enabled"
#define DAMON "/s/kernel/mm/damon/admin/kdamonds/"

static const char *put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	const char *said = fd < 0 || write(fd, text, strlen(text)) < 0 ?
		strerror(errno) : "0";

	close(fd);
	return said;
}

int main(void)
{
	const char *first, *off, *second;
	char stat[8] = "", state[8] = "";
	struct utsname uts;
	int console;

	mkdir("/s", 0700);
	mount("s", "/s", "sysfs", 0, NULL);
	mkdir("/dev", 0700);
	mount("d", "/dev", "devtmpfs", 0, NULL);
	console = open("/dev/ttyS1", O_WRONLY);
	read(open(STAT, O_RDONLY), stat, 1);
	put(DAMON "nr_kdamonds", "1");
	read(open(DAMON "0/state", O_RDONLY), state, 3);
	put(DAMON "0/contexts/nr_contexts", "1");
	put(DAMON "0/contexts/0/operations", "vaddr");
	put(DAMON "0/contexts/0/targets/nr_targets", "1");
	put(DAMON "0/contexts/0/targets/0/pid_target", "1");
	first = put(DAMON "0/state", "on");
	off = put(STAT, "N");
	second = put(DAMON "0/state", "on");
	uname(&uts);
	dprintf(console, "%s: damon_stat %s, state %s, on: %s; damon_stat N: %s, on: %s\n",
		uts.release, stat, state, first, off, second);
	tcdrain(console);
	reboot(RB_POWER_OFF);
	return 0;
}
END
gcc -static -O2 -Wall -Wno-unused-result -o initramfs/init init.c
(cd initramfs && find . | cpio -o -H newc --quiet) >initramfs.cpio
lib=$tmp/root/usr/lib/x86_64-linux-gnu:$tmp/root/lib/x86_64-linux-gnu
QEMU_MODULE_DIR=$tmp/root/usr/lib/x86_64-linux-gnu/qemu
export QEMU_MODULE_DIR
timeout 300 "$tmp/root/lib64/ld-linux-x86-64.so.2" --library-path "$lib" \
	"$tmp/root/usr/bin/qemu-system-x86_64" -L "$tmp/root/usr/share/qemu" \
	-L "$tmp/root/usr/share/seabios" -accel tcg,thread=single -m 512 \
	-nodefaults -no-user-config -display none -no-reboot \
	-kernel "$(find "$tmp/root" -name vmlinuz)" -initrd initramfs.cpio \
	-append 'console=ttyS0 panic=-1' -serial file:console \
	-serial file:said </dev/null >log 2>&1 || untried "$(tail -n 1 log)"
said=$(tr -d '\r' <said)
[ "$said" ] || untried "the kernel said nothing: $(tail -n 1 console)"
echo "$said"
case $said in
*'damon_stat Y, state off, on: Device or resource busy; damon_stat N: 0, on: 0') ;;
*) exit 1 ;;
esac
