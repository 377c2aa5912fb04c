// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "host/machine/compat.h"

/*
 * The library's constructors. The Makefile gives their section this name. The
 * symbols are weak, because a program may have no constructor.
 */
typedef void (*constructor)(void);
extern const constructor __start_kvm_library_init[] __attribute__((weak));
extern const constructor __stop_kvm_library_init[] __attribute__((weak));

/*
 * The constructors of 7.x catch signals and end the process, where a crash must
 * stay a crash.
 */
static void default_signals(void)
{
	static const int caught[] = { SIGBUS, SIGSEGV, SIGILL, SIGFPE };

	for (u32 i = 0; i < ARRAY_LEN(caught); i++)
		signal(caught[i], SIG_DFL);
}

/*
 * One constructor prints a constant "Random seed", before any TAP header, and
 * switches buffering off. So stdout leads nowhere meanwhile.
 */
void compat_library_init(void)
{
	static char lines[BUFSIZ];
	int saved = dup(STDOUT_FILENO);
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	fflush(stdout);
	if (null < 0 || dup2(null, STDOUT_FILENO) < 0)
		close(STDOUT_FILENO);
	for (const constructor *c = __start_kvm_library_init;
	     c < __stop_kvm_library_init; c++)
		(*c)();
	default_signals();
	fflush(stdout);
	clearerr(stdout);
	/*
	 * The library switches buffers off, and then glibc makes none by itself.
	 */
	setvbuf(stdout, lines, _IOLBF, sizeof(lines));
	if (saved >= 0)
		dup2(saved, STDOUT_FILENO);
	else
		close(STDOUT_FILENO);
	close(saved);
	if (null != STDOUT_FILENO)
		close(null);
}

/* The new struct, but with nothing in it that the old one cannot say. */
static int set_region(int vm, struct kvm_userspace_memory_region2 *region)
{
	/* The new struct begins with the old one. */
	if (region->flags & KVM_MEM_GUEST_MEMFD) {
		errno = EINVAL;
		return -1;
	}
	return ioctl(vm, KVM_SET_USER_MEMORY_REGION, region);
}

/*
 * The bits of physical address that the library is to find on arm64. It makes a VM
 * with all that KVM offers, to ask what a vCPU has. Since Linux 7, KVM visits each GiB
 * of these when the VM ends, mapped or not (stage2_destroy_range(), arch/arm64/kvm/mmu.c):
 * for 48 bits that is 2 seconds of an emulated machine. No VM here has more than 40.
 */
#define ARM_IPA_BITS 40

/*
 * On kernels before 6.8, the old call for memory regions does the same. For all
 * else but the bits above, the kernel's answer stands.
 */
int compat_ioctl(int fd, unsigned long request, ...)
{
	va_list args;
	void *arg;
	int ret;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);

	ret = ioctl(fd, request, arg);
	if (request == KVM_CHECK_EXTENSION && ret > ARM_IPA_BITS &&
	    (long)arg == KVM_CAP_ARM_VM_IPA_SIZE)
		return ARM_IPA_BITS;
	if (request == KVM_CHECK_EXTENSION && !ret &&
	    (long)arg == KVM_CAP_USER_MEMORY2)
		return ioctl(fd, KVM_CHECK_EXTENSION, KVM_CAP_USER_MEMORY);
	/* An unknown ioctl is ENOTTY on x86, and EINVAL on arm64. */
	if (request == KVM_SET_USER_MEMORY_REGION2 && ret &&
	    !ioctl(fd, KVM_CHECK_EXTENSION, KVM_CAP_USER_MEMORY2))
		return set_region(fd, arg);
	return ret;
}
