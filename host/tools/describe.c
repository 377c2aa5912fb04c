// SPDX-License-Identifier: GPL-2.0-only
/*
 * What this host's KVM is and has, as far as that decides what runs and how it
 * is judged. Prints KTAP of one test, with "key: value" lines as diagnostics,
 * so that it travels from an emulated platform like results. Accepts the
 * options of test programs and ignores them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/machine/arch.h"
#include "host/memory/still.h"
#include "host/memory/thp.h"
#include "host/memory/unmapped.h"
#include "host/round/allowance.h"
#include "host/test.h"
#include "verdict/kmsg.h"
#include "verdict/report.h"

static const char *yes_no(bool yes)
{
	return yes ? "yes" : "no";
}

static void describe_kvm(const struct backend *b)
{
	const char *why;

	printf("# kernel: %s\n", b->kernel);
	printf("# backend: %s\n", b->name);
	printf("# parameters: %s\n", *b->params ? b->params : "none");
	printf("# emulated processor: %s\n", yes_no(b->emulated));
	printf("# is itself a virtual machine: %s\n", yes_no(b->nested));
	printf("# cpus: %u\n", b->cpus.usable);
	printf("# cpus, online: %u\n", b->cpus.online);
	printf("# cpus, allowed: %u\n", b->cpus.allowed);
	printf("# cpus, by quota: ");
	printf(b->cpus.quota ? "%u\n" : "no limit\n", b->cpus.quota);
	printf("# host page size: %u\n", b->page_size);
	printf("# guest page sizes:");
	for (u64 sizes = arch_guest_pages(); sizes; sizes &= sizes - 1)
		printf(" %lu", sizes & -sizes);
	printf("\n# kernel log: %s\n", kmsg_open() ? "checked" : "not checked");
	why = unmapped_watch(still_process());
	printf("# moves of memory: %s%s\n", why ? "not seen, " : "seen",
	       why ? why : "");
	printf("# KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2: %u\n", b->manual_flags);
	printf("# KVM_CAP_DIRTY_LOG_RING_ACQ_REL: %s\n",
	       yes_no(b->ring_acq_rel));
	printf("# KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP: %s\n",
	       yes_no(b->ring_bitmap));
	printf("# dirty ring entries, least: %zu\n",
	       b->ring_min / sizeof(struct kvm_dirty_gfn));
	printf("# dirty ring entries, most: %zu\n",
	       b->ring_max / sizeof(struct kvm_dirty_gfn));
	printf("# dirty ring entries, reserved: %u\n", b->ring_reserved);
	printf("# KVM_CAP_MULTI_ADDRESS_SPACE: %u\n", b->address_spaces);
	printf("# KVM_CAP_NR_MEMSLOTS: %u\n",
	       kvm_check_cap(KVM_CAP_NR_MEMSLOTS));
	printf("# KVM_CAP_MAX_VCPUS: %u\n", kvm_check_cap(KVM_CAP_MAX_VCPUS));
}

/* The system-wide setting. The backing thp shows what this process gets. */
static void describe_thp(void)
{
	FILE *f = fopen(THP_ENABLED, "r");
	char text[64];

	if (!f || !fgets(text, sizeof(text), f))
		snprintf(text, sizeof(text), "not there");
	text[strcspn(text, "\n")] = 0;
	printf("# transparent_hugepage/enabled: %s\n", text);
	if (f)
		fclose(f);
}

static void describe_choices(const struct backend *b)
{
	for (const struct collector *c = collectors; c->name; c++) {
		const char *why = c->ops->missing(c, b);

		printf("# collector %s: %s%s\n", c->name,
		       why ? "skipped, " : "yes", why ? why : "");
	}
	for (const struct backing *m = backings; m->name; m++) {
		void *hva;
		const char *why = backing_map(m, 1, &hva);

		printf("# backing %s: %s%s\n", m->name,
		       why ? "skipped, " : "yes", why ? why : "");
	}
	describe_thp();
	printf("# cases beside running vCPUs: %s\n",
	       b->cpus.usable > 1 ? "yes" : "skipped, this process has one CPU");
	for (const struct allowance *a = allowances; a->name; a++)
		printf("# allowance %s: %s%s\n", a->name,
		       a->concerns(b) ? "applies, as " : "does not apply",
		       a->concerns(b) ? a->why : "");
}

/*
 * Find out which store instructions the host executes, by executing them. Each
 * runs in a child, because an instruction that the host lacks ends the guest.
 */
static void describe_store(const struct backend *b, const struct image *image,
			   u32 op)
{
	const struct abi_store *store = image_store(image, op);
	const struct test_case c = { .start = START_UNLOGGED, .pages = 1,
				     .stores = { { .op = store->name } } };
	struct run r = { .c = &c, .collector = collectors, .backend = b,
			 .backing = backings, .image = image, .seed = 1,
			 .timeout_scale = 10 };
	pid_t pid;

	/* On its own such a store ends in an exception anywhere. */
	if (abi_effect(store->effect) >= ABI_EFFECT_PLANTED)
		return;
	pid = fork();
	if (!pid) {
		start_reach(&r);
		verdict_pass();
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
	if (verdict_page->kind == VERDICT_PASS)
		return;
	verdict_page->notes[strcspn(verdict_page->notes, "\n")] = 0;
	printf("# store %s: skipped, %s\n", store->name,
	       *verdict_page->notes ? verdict_page->notes :
				      verdict_page->reason);
}

int main(void)
{
	const struct image *image = image_find("dirtier");
	const struct backend *b;

	report_watch("describe");
	b = backend_or_exit("describe");
	verdict_page = mmap(NULL, sizeof(*verdict_page),
			    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			    -1, 0);
	if (verdict_page == MAP_FAILED)
		return 2;
	report_begin();
	describe_kvm(b);
	describe_choices(b);
	for (u32 i = 0; i < image_header(image)->nr_stores; i++) {
		memset(verdict_page, 0, sizeof(*verdict_page));
		describe_store(b, image, i);
	}
	report_plan(1);
	printf("ok 1 describe/host\n");
	return 0;
}
