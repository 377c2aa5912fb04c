#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A perf event of a tracepoint accepts one filter only (Linux 6.12.117,
# linux-image-6.12.117+deb12-amd64 6.12.117-1~deb12u1).
#
# The guess: a second PERF_EVENT_IOC_SET_FILTER replaces the first filter, as a second
# write to the tracepoint's "filter" file in tracefs does. But the second call fails with
# EEXIST, and the first filter stays in force. A program that ignores the error misses
# events. ftrace_profile_set_filter() in kernel/trace/trace_events_filter.c checks
# whether there is a filter before it looks at the new one. perf_event_open(2) does not
# mention it. A filter that changes needs a new event each time.
#
# The script unpacks the kernel and QEMU in a temporary folder, and boots a program of
# 30 lines as the first process. Output seen on 2026-11-28:
#
#	6.12.117+deb12-amd64: tracefs: second filter 0; perf: first 0, second File exists
#
# Exit status: 0 the behaviour is still the same, 1 it has changed, 2 the script could
# not try it.
set -eu

kernel=linux-image-6.12.117+deb12-amd64=6.12.117-1~deb12u1
qemu='qemu-system-x86=1:7.2+dfsg-7+deb12u18+b3'
tmp=$(mktemp -d "${TMPDIR:-/tmp}/perf-filter.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$tmp"

untried() {
	echo "could not be tried: $*" >&2
	exit 2
}

# An apt of its own, with no packages installed: Debian 12 of this system's archive.
mkdir -p state/lists/partial cache/archives/partial initramfs
# shellcheck disable=SC2016 # what apt expands
apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
	sort -u | while read -r label uri; do
	case $label in
	Debian) echo "deb $uri bookworm main" ;;
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
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <termios.h>
#include <unistd.h>

#define EVENT "/t/events/sched/sched_process_fork/"

static int filter_file(const char *text)
{
	int fd = open(EVENT "filter", O_WRONLY);

	return write(fd, text, strlen(text)) < 0 ? errno : 0;
}

int main(void)
{
	struct perf_event_attr attr = { .type = PERF_TYPE_TRACEPOINT,
					.size = sizeof(attr) };
	const char *one = "child_pid < 1", *two = "child_pid < 2";
	int console, id, fd, second_file, first, second;
	struct utsname uts;
	char text[32] = "";

	mkdir("/t", 0700);
	mount("t", "/t", "tracefs", 0, NULL);
	mkdir("/dev", 0700);
	mount("d", "/dev", "devtmpfs", 0, NULL);
	console = open("/dev/ttyS1", O_WRONLY);
	id = open(EVENT "id", O_RDONLY);
	if (read(id, text, sizeof(text) - 1) > 0)
		attr.config = atoi(text);
	filter_file(one);
	second_file = filter_file(two);
	fd = syscall(__NR_perf_event_open, &attr, -1, 0, -1, 0);
	first = ioctl(fd, PERF_EVENT_IOC_SET_FILTER, one) ? errno : 0;
	second = ioctl(fd, PERF_EVENT_IOC_SET_FILTER, two) ? errno : 0;
	uname(&uts);
	dprintf(console, "%s: tracefs: second filter %d; perf: first %d, second %s\n",
		uts.release, second_file, first,
		second ? strerror(second) : "0");
	tcdrain(console);
	reboot(RB_POWER_OFF);
	return 0;
}
END
gcc -static -O2 -Wall -o initramfs/init init.c
(cd initramfs && find . | cpio -o -H newc --quiet) >initramfs.cpio
lib=$tmp/root/usr/lib/x86_64-linux-gnu:$tmp/root/lib/x86_64-linux-gnu
QEMU_MODULE_DIR=$tmp/root/usr/lib/x86_64-linux-gnu/qemu
export QEMU_MODULE_DIR
timeout 300 "$tmp/root/lib64/ld-linux-x86-64.so.2" --library-path "$lib" \
	"$tmp/root/usr/bin/qemu-system-x86_64" -L "$tmp/root/usr/share/qemu" \
	-L "$tmp/root/usr/share/seabios" -accel tcg,thread=single -m 512 \
	-nodefaults -no-user-config -display none -no-reboot \
	-kernel "$tmp"/root/boot/vmlinuz-* -initrd initramfs.cpio \
	-append 'console=ttyS0 panic=-1' -serial file:console \
	-serial file:said </dev/null >log 2>&1 || untried "$(tail -n 1 log)"
said=$(tr -d '\r' <said)
[ "$said" ] || untried "the kernel said nothing: $(tail -n 1 console)"
echo "$said"
case $said in
*'second filter 0; perf: first 0, second File exists') ;;
*) exit 1 ;;
esac
