// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of known findings excuses failures, so it must not match more than
 * its rows say; and a warning must be blamed on the thread that ran into it.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "selftest/unit/unit.h"
#include "verdict/kmsg.h"
#include "verdict/known.h"

static const struct known_facts svm = {
	.kernel = "6.12.117+deb12",
	.backend = "svm",
	.more = "two-stage page_size=4096 npt=1 tdp_mmu=0",
};
static const struct known_facts pvm = {
	.kernel = "6.18.44",
	.backend = "pvm",
	.more = "shadow page_size=4096",
};
static const struct known_facts svm_lost = {
	.kernel = "6.12.117+deb12",
	.backend = "svm",
	.more = "two-stage page_size=4096 npt=1 tdp_mmu=0",
	.lost = true,
};

static bool load(const char *text)
{
	char path[] = "/tmp/known.XXXXXX";
	int fd = mkstemp(path);
	bool ok = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	int null = open("/dev/null", O_WRONLY);
	int err = dup(STDERR_FILENO);

	close(fd);
	/* The complaint about a bad table is wanted, not for this output. */
	dup2(null, STDERR_FILENO);
	close(null);
	ok = ok && known_load(path);
	dup2(err, STDERR_FILENO);
	close(err);
	unlink(path);
	return ok;
}

static bool is(const char *name, const char *collector, const char *backing,
	       const struct known_facts *b, const char *finding)
{
	const struct known *k = known_find("ring_full", name, collector,
					   backing, b);

	if (!k || !finding)
		return !k && !finding;
	return !strcmp(k->finding, finding);
}

int main(void)
{
	struct kmsg_splat splat;

	unit_begin("known");
	check(known_kernel_matches("-", "6.1.0-42"), "any-kernel");
	check(known_kernel_matches("6.12", "6.12.117+deb12-amd64"), "series");
	check(!known_kernel_matches("6.12", "6.1.117"), "not-a-prefix");
	check(!known_kernel_matches("6.1", "6.12.0"), "not-a-longer-one");
	check(known_kernel_matches("6.1-6.12", "6.1.0"), "range-begin");
	check(known_kernel_matches("6.1-6.12", "6.12.99"), "range-end");
	check(!known_kernel_matches("6.1-6.12", "6.13.0-rc1"), "range-past");
	check(!known_kernel_matches("6.1-6.12", "5.19.3"), "range-before");

	check(load("# comment\n"
		   "ring_full/burst\tring-*\t-\tpvm\t-\tF1\tlost entries\n"
		   "ring_full/*\tring\tthp\tsvm\t6.12\tF2\tother\n"
		   "ring_full/parts\tring?(-*)\t-\tpvm\t-\tF3\tany ring\n"),
	      "loads");
	check(is("burst", "ring-min", "anon", &pvm, "F1"), "row");
	check(is("burst", "ring", "anon", &pvm, NULL), "other-collector");
	check(is("burst", "ring-min", "anon", &svm, NULL), "other-backend");
	check(is("bursts", "ring-min", "anon", &pvm, NULL), "other-case");
	check(is("wrap", "ring", "thp", &svm, "F2"), "second-row");
	check(is("wrap", "ring", "anon", &svm, NULL), "other-backing");
	check(is("wrap", "ring", "thp", &pvm, NULL), "other-kernel");
	check(is("parts", "ring", "anon", &pvm, "F3"), "nothing-optional");
	check(is("parts", "ring-2k", "anon", &pvm, "F3"), "something-optional");
	check(is("parts", "ring+bitmap", "anon", &pvm, NULL), "not-optional");
	check(load("ring_full/a\t-\t-\tsvm,two-stage\t-\tF4\tx\n"
		   "ring_full/b\t-\t-\tsvm,shadow\t-\tF4\tx\n"
		   "ring_full/c\t-\t-\t@(pvm|svm),npt=1,page_size=4096\t-\tF4\tx\n"
		   "ring_full/d\t-\t-\t-,npt=1,page_size=16384\t-\tF4\tx\n"
		   "ring_full/e\t-\t-\t-,tdp_mmu\t-\tF4\tx\n"
		   "ring_full/f\t-\t-\tsvm,lost=0\t-\tF5\tx\n"),
	      "loads-facts");
	check(is("a", "ring", "anon", &svm, "F4"), "fact");
	check(is("b", "ring", "anon", &svm, NULL), "fact-that-is-not");
	check(is("c", "ring", "anon", &svm, "F4"), "choice-and-two-facts");
	check(is("c", "ring", "anon", &pvm, NULL), "facts-of-another");
	check(is("d", "ring", "anon", &svm, NULL), "one-fact-of-two");
	check(is("e", "ring", "anon", &svm, NULL), "part-of-a-fact");
	check(is("f", "ring", "anon", &svm, "F5"), "too-much-is-known");
	check(is("f", "ring", "anon", &svm_lost, NULL), "a-lost-page-is-not");
	check(is("a", "ring", "anon", &svm_lost, "F4"), "another-finding-loses-pages");
	check(!load("ring_full/burst ring - pvm - F1 blanks\n"), "no-tabs");
	check(!load("a\tb\tc\td\te\tF1\tt\textra\n"), "too-many-columns");
	check(!load("a\t\tc\td\te\tF1\tt\n"), "empty-column");

	check(kmsg_thread("WARNING: CPU: 1 PID: 4711 at x.c:1 f+0x1/0x2") == 4711,
	      "thread");
	check(kmsg_thread("WARNING: x.c:1 at f+0x1/0x2, CPU#1: stride/4712") ==
		      4712, "thread-newer-kernels");
	check(kmsg_thread("WARNING: x.c:1 at f+0x1/0x2, CPU#1: kworker/1:0/4712") ==
		      4712, "thread-with-a-slash");
	check(kmsg_read_splat("WARNING: kernel/time/hrtimer.c:1098 at hrtimer_forward+0x7b/0xc0, CPU#0: swapper/0/0",
			      &splat) && splat.aside, "idle-newer-kernels");
	check(kmsg_read_splat("WARNING: CPU: 1 PID: 0 at kernel/time/hrtimer.c:1 hrtimer_forward+0x7b/0xc0",
			      &splat) && splat.aside, "idle");
	check(kmsg_read_splat("WARNING: CPU: 1 PID: 0 at arch/x86/kvm/lapic.c:1 f+0x7b/0xc0 [kvm]",
			      &splat) && !splat.aside, "idle-in-kvm");
	check(kmsg_read_splat("WARNING: CPU: 1 PID: 17 at kernel/time/hrtimer.c:1 f+0x7b/0xc0",
			      &splat) && !splat.aside, "not-idle");
	check(kmsg_read_splat("WARNING: CPU: 1 PID: 0 at mm/slub.c:1 f+0x7b/0xc0", &splat) &&
		      !splat.aside, "idle-in-memory-management");
	check(kmsg_read_splat("BUG: scheduling while atomic: swapper/0/0/0x00000002",
			      &splat) && !splat.aside, "idle-and-worse");
	check(kmsg_read_splat("Oops: Oops: 0000 [#1] PREEMPT SMP\n", &splat) &&
		      splat.oops && !strchr(splat.line, '\n'),
	      "oops");
	check(kmsg_read_splat("Internal error: Oops: 96000004 [#2] SMP", &splat) &&
		      splat.oops,
	      "oops-arm64");
	check(kmsg_read_splat("WARNING: CPU: 1 PID: 4711 at x.c:1", &splat) &&
		      !splat.oops && splat.tid == 4711,
	      "warning-is-no-oops");
	check(!kmsg_read_splat("kvm: a WARNING: of sorts", &splat),
	      "talk-of-a-warning");
	check(kmsg_thread("CPU: 0 UID: 0 PID: 6394 Comm: x Tainted: G") == 6394,
	      "thread-of-an-oops");
	check(kmsg_thread("BUG: kernel NULL pointer dereference") == 0,
	      "no-thread");
	return unit_end();
}
