#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Debian's Linux 7.3 (7.3.4+deb13-amd64, 7.3.4-1~bpo13+1): a VMM that hides memory to see which
# pages its guest uses makes KVM's dirty log report pages that the guest only reads.
#
# The guess: userfaultfd's UFFDIO_RWPROTECT, new in 7.3 and made for VMMs, tells who accesses
# what. A guest that reads a hidden page has written nothing, so KVM_GET_DIRTY_LOG has nothing
# to say, before as after. But hiding a page takes KVM's mapping of it away. The read faults,
# KVM finds the page writable in the host, maps it writable, and marks it: make_spte() in
# arch/x86/kvm/mmu/spte.c marks whatever it maps writable while the slot is logged. A VMM that
# looks for the working set in this way while it migrates the guest sends each page again that
# the guest has read in between.
#
# The script unpacks the kernel and QEMU in a temporary folder, and boots a program as the first
# process. On QEMU's emulated AMD processor it makes a VM whose guest reads one page, and reads
# the log after each time: the page is bit 2. Output seen on 2026-12-01:
#
#	7.3.4+deb13-amd64: read again: dirty 0; hidden (0), read: dirty 4; read again: dirty 0
#
# Exit status: 0 the behaviour is still the same, 1 it has changed, 2 the script could
# not try it.
set -eu

kernel='linux-binary-7.3.4+deb13-amd64=7.3.4-1~bpo13+1 linux-modules-7.3.4+deb13-amd64=7.3.4-1~bpo13+1'
qemu='qemu-system-x86=1:7.2+dfsg-7+deb12u18+b3'
tmp=$(mktemp -d "${TMPDIR:-/tmp}/uffd-hides.XXXXXX")
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
apt download $kernel $names >log 2>&1 || untried "$(grep -m 1 '^E:' log)"
for deb in *.deb; do
	dpkg-deb -x "$deb" root
done

cat >init.c <<'END'
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <linux/userfaultfd.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <termios.h>
#include <unistd.h>

/* Linux 7.3, include/uapi/linux/userfaultfd.h */
#define FEATURE_RWP (1 << 17)
#define FEATURE_RWP_ASYNC (1 << 18)
#define MODE_RWP (1ull << 3)
struct rwprotect {
	struct uffdio_range range;
	__u64 mode;
};
#define RWPROTECT _IOWR(UFFDIO, 0x09, struct rwprotect)

#define PAGE 4096
#define DATA 2 /* the guest's page that is read */

/* In real mode: read a byte of page DATA, and exit by a port. */
static const unsigned char code[] = { 0xa0, 0x00, 0x20, 0xe6, 0x10, 0xeb, 0xf9 };

static char *memory;
static int vm, vcpu, uffd;

static void load(const char *name)
{
	int fd = open(name, O_RDONLY);

	syscall(SYS_finit_module, fd, "", 0);
	close(fd);
}

/* The bitmap of the 4 pages, which is cleared. */
static unsigned dirty(void)
{
	uint64_t bits = 0;
	struct kvm_dirty_log log = { .dirty_bitmap = &bits };

	ioctl(vm, KVM_GET_DIRTY_LOG, &log);
	return bits;
}

static unsigned read_once(void)
{
	ioctl(vcpu, KVM_RUN, 0);
	return dirty();
}

static int hide(void)
{
	struct rwprotect area = {
		.range = { (uintptr_t)memory + DATA * PAGE, PAGE }, .mode = 1,
	};

	return ioctl(uffd, RWPROTECT, &area) ? errno : 0;
}

int main(void)
{
	struct uffdio_api api = {
		.api = UFFD_API, .features = FEATURE_RWP | FEATURE_RWP_ASYNC,
	};
	struct kvm_userspace_memory_region slot = {
		.flags = KVM_MEM_LOG_DIRTY_PAGES, .memory_size = 4 * PAGE,
	};
	struct uffdio_register area = { .mode = MODE_RWP };
	unsigned again, hidden, after;
	struct kvm_sregs sregs;
	struct kvm_regs regs = { .rflags = 2 };
	struct utsname uts;
	int kvm, err, console;

	mkdir("/dev", 0700);
	mount("d", "/dev", "devtmpfs", 0, NULL);
	console = open("/dev/ttyS1", O_WRONLY);
	load("/irqbypass.ko");
	load("/kvm.ko");
	load("/ccp.ko");
	load("/kvm-amd.ko");
	kvm = open("/dev/kvm", O_RDWR);
	vm = ioctl(kvm, KVM_CREATE_VM, 0);
	memory = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		      -1, 0);
	memset(memory, 1, 4 * PAGE);
	memcpy(memory, code, sizeof(code));
	slot.userspace_addr = (uintptr_t)memory;
	ioctl(vm, KVM_SET_USER_MEMORY_REGION, &slot);
	vcpu = ioctl(vm, KVM_CREATE_VCPU, 0);
	mmap(NULL, PAGE, PROT_READ, MAP_SHARED, vcpu, 0);
	ioctl(vcpu, KVM_GET_SREGS, &sregs);
	sregs.cs.base = 0;
	sregs.cs.selector = 0;
	ioctl(vcpu, KVM_SET_SREGS, &sregs);
	ioctl(vcpu, KVM_SET_REGS, &regs);

	uffd = syscall(SYS_userfaultfd, O_CLOEXEC);
	ioctl(uffd, UFFDIO_API, &api);
	area.range = (struct uffdio_range){ (uintptr_t)memory + DATA * PAGE, PAGE };
	ioctl(uffd, UFFDIO_REGISTER, &area);

	read_once(); /* maps the page */
	again = read_once();
	err = hide();
	hidden = read_once();
	after = read_once();
	uname(&uts);
	dprintf(console, "%s: read again: dirty %x; hidden (%d), read: dirty %x; read again: dirty %x\n",
		uts.release, again, err, hidden, after);
	tcdrain(console);
	reboot(RB_POWER_OFF);
	return 0;
}
END
gcc -static -O2 -Wall -Wno-unused-result -o initramfs/init init.c
for module in virt/lib/irqbypass arch/x86/kvm/kvm drivers/crypto/ccp/ccp arch/x86/kvm/kvm-amd; do
	file=$(find "$tmp/root" -path "*/$module.ko.xz")
	[ "$file" ] || untried "there is no module $module"
	xz -dc "$file" >"initramfs/${module##*/}.ko"
done
(cd initramfs && find . | cpio -o -H newc --quiet) >initramfs.cpio
lib=$tmp/root/usr/lib/x86_64-linux-gnu:$tmp/root/lib/x86_64-linux-gnu
QEMU_MODULE_DIR=$tmp/root/usr/lib/x86_64-linux-gnu/qemu
export QEMU_MODULE_DIR
timeout 300 "$tmp/root/lib64/ld-linux-x86-64.so.2" --library-path "$lib" \
	"$tmp/root/usr/bin/qemu-system-x86_64" -L "$tmp/root/usr/share/qemu" \
	-L "$tmp/root/usr/share/seabios" -accel tcg,thread=single -cpu max,+svm -m 512 \
	-nodefaults -no-user-config -display none -no-reboot \
	-kernel "$(find "$tmp/root" -name vmlinuz)" -initrd initramfs.cpio \
	-append 'console=ttyS0 panic=-1' -serial file:console \
	-serial file:said </dev/null >log 2>&1 || untried "$(tail -n 1 log)"
said=$(tr -d '\r' <said)
[ "$said" ] || untried "the kernel said nothing: $(tail -n 1 console)"
echo "$said"
case $said in
*'read again: dirty 0; hidden (0), read: dirty 4; read again: dirty 0') ;;
*) exit 1 ;;
esac
