// SPDX-License-Identifier: GPL-2.0-only
/*
 * Preloaded into Bochs: where its signed division of 128 bits by 64 is wrong, it is
 * done here.
 *
 * Bochs 3.1 copies the dividend to a struct of signed words and has it read as one
 * of unsigned words (long_idiv() in cpu/mult64.cc).  A compiler may take these for
 * different memory: gcc 16, which Debian's package is built with, leaves the copy of
 * the low word out, and each 64-bit idiv of the guest divides what was on the stack.
 * No kernel comes up then.
 *
 * Whether that is so is asked of the function itself.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct wide {
	uint64_t lo;
	int64_t hi;
};

typedef void idiv_fn(struct wide *quotient, int64_t *remainder,
		     const struct wide *dividend, int64_t divisor);

static void idiv(struct wide *quotient, int64_t *remainder,
		 const struct wide *dividend, int64_t divisor)
{
	__int128 n = (__int128)((unsigned __int128)dividend->hi << 64 |
				dividend->lo);
	__int128 q = n / divisor;

	quotient->lo = (uint64_t)q;
	quotient->hi = (int64_t)(q >> 64);
	*remainder = (int64_t)(n % divisor);
}

static int right(idiv_fn *fn, int64_t dividend, int64_t divisor)
{
	struct wide n = { (uint64_t)dividend, dividend < 0 ? -1 : 0 }, q;
	int64_t remainder;

	fn(&q, &remainder, &n, divisor);
	return (int64_t)q.lo == dividend / divisor &&
	       remainder == dividend % divisor;
}

/* mov $to, %rax; jmp *%rax */
static void redirect(void *from, void *to)
{
	uint8_t jump[12] = { 0x48, 0xb8, [10] = 0xff, 0xe0 };
	uintptr_t page = (uintptr_t)from & -(uintptr_t)getpagesize();
	size_t bytes = (uintptr_t)from + sizeof(jump) - page;

	memcpy(jump + 2, &to, sizeof(to));
	if (mprotect((void *)page, bytes, PROT_READ | PROT_WRITE | PROT_EXEC))
		return;
	memcpy(from, jump, sizeof(jump));
	mprotect((void *)page, bytes, PROT_READ | PROT_EXEC);
}

static void __attribute__((constructor)) mend(void)
{
	void *fn = dlsym(RTLD_DEFAULT, "_Z9long_idivP7Bit128sPlPKS_l");

	if (fn && !(right(fn, 7, 2) && right(fn, -7, 2) && right(fn, 1000, -3)))
		redirect(fn, idiv);
}
