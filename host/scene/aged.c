// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/aged.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/memory/tracepoint.h"
#include "host/round/run.h"

#define EVENT "kvm/kvm_age_hva"
#define KDAMONDS "/sys/kernel/mm/damon/admin/kdamonds/"
#define CONTEXT "0/contexts/0/"
#define STAT "/sys/module/damon_stat/parameters/enabled"
/* Microseconds.  DAMON asks so often, and may choose other pages after an hour. */
#define ASK_US 5000
#define CHOOSE_US 3600000000ul

static struct {
	u32 nr_pages, nr_cpus;
	u64 page[AGED_MOST];
	int *fd; /* a counter for each page on each CPU; -1: the CPU is not there */
	bool stat_was_on;
} aged;

/* An errno, or 0. */
static int write_text(const char *path, const char *text)
{
	ssize_t nr = strlen(text);
	int err, fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return errno;
	err = write(fd, text, nr) == nr ? 0 : errno;
	close(fd);
	return err;
}

/* Write to a file of DAMON's.  An errno, or 0. */
static int __attribute__((format(printf, 2, 3)))
write_damon(const char *file, const char *fmt, ...)
{
	char path[160], text[32];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	snprintf(path, sizeof(path), KDAMONDS "%s", file);
	return write_text(path, text);
}

static void must(int err, const char *what)
{
	if (err)
		verdict_error("DAMON's %s: %s", what, strerror(err));
}

static void set_region(u32 nr, u64 start, u64 end)
{
	char file[64];

	snprintf(file, sizeof(file), CONTEXT "targets/0/regions/%u/start", nr);
	must(write_damon(file, "%lu", start), file);
	snprintf(file, sizeof(file), CONTEXT "targets/0/regions/%u/end", nr);
	must(write_damon(file, "%lu", end), file);
}

static void stop(void)
{
	write_damon("0/state", "off");
	write_damon("nr_kdamonds", "0");
	if (aged.stat_was_on)
		write_text(STAT, "Y");
}

/* Debian's Linux 7 uses DAMON from the boot on, and shares it with nobody. */
static void stop_stat(void)
{
	FILE *f = fopen(STAT, "re");

	if (!f)
		return;
	aged.stat_was_on = fgetc(f) == 'Y';
	fclose(f);
	if (aged.stat_was_on)
		must(write_text(STAT, "N"), "own use");
}

static void number(const char *file, u64 value)
{
	must(write_damon(file, "%lu", value), file);
}

static u64 hva_of(const struct machine *m, u32 slot, u32 nr)
{
	return (u64)m->slot[slot].hva + (aged.page[nr] << m->page_shift);
}

/* DAMON picks a page of each region by chance.  So a region has one page. */
static void start(const struct run *r, u32 slot)
{
	const struct machine *m = r->machine;
	u64 bytes = 1ull << m->page_shift;
	int err;

	/* What a case that was killed has left. */
	stop();
	number("nr_kdamonds", 1);
	verdict_at_end(stop);
	stop_stat();
	number("0/contexts/nr_contexts", 1);
	err = write_damon(CONTEXT "operations", "vaddr");
	if (err)
		verdict_skip("DAMON does not look at virtual addresses here: %s",
			     strerror(err));
	number(CONTEXT "monitoring_attrs/intervals/sample_us", ASK_US);
	number(CONTEXT "monitoring_attrs/intervals/aggr_us", CHOOSE_US);
	number(CONTEXT "monitoring_attrs/intervals/update_us", CHOOSE_US);
	number(CONTEXT "targets/nr_targets", 1);
	number(CONTEXT "targets/0/pid_target", getpid());
	number(CONTEXT "targets/0/regions/nr_regions", aged.nr_pages);
	for (u32 i = 0; i < aged.nr_pages; i++)
		set_region(i, hva_of(m, slot, i), hva_of(m, slot, i) + bytes);
	err = write_damon("0/state", "on");
	if (err == EBUSY)
		verdict_skip("somebody else uses DAMON");
	must(err, "0/state");
}

/* Count the events whose range has bytes of a page: KVM goes through each page of it. */
static int open_counter(u64 id, u32 cpu, u64 hva, u64 bytes)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(attr),
		.config = id,
	};
	int fd = syscall(__NR_perf_event_open, &attr, -1, cpu, -1,
			 PERF_FLAG_FD_CLOEXEC);
	char words[96];

	if (fd < 0 && errno == ENODEV)
		return -1;
	if (fd < 0)
		verdict_skip("events/" EVENT " cannot be counted: %s",
			     strerror(errno));
	snprintf(words, sizeof(words), "start < 0x%lx && end > 0x%lx",
		 hva + bytes, hva);
	if (ioctl(fd, PERF_EVENT_IOC_SET_FILTER, words))
		verdict_error("events/" EVENT " refuses a filter: %s",
			      strerror(errno));
	return fd;
}

static void open_counters(const struct run *r, u32 slot)
{
	const struct machine *m = r->machine;
	u64 id;

	if (!tracepoint_id(EVENT, &id))
		verdict_skip("events/" EVENT " of tracefs: %s", strerror(errno));
	aged.nr_cpus = sysconf(_SC_NPROCESSORS_CONF);
	aged.fd = calloc(aged.nr_pages * aged.nr_cpus, sizeof(*aged.fd));
	for (u32 i = 0; i < aged.nr_pages * aged.nr_cpus; i++)
		aged.fd[i] = open_counter(id, i % aged.nr_cpus,
					  hva_of(m, slot, i / aged.nr_cpus),
					  1ull << m->page_shift);
}

/*
 * DAMON asks for pages on the kernel's LRU lists only, and a page that is new waits in a
 * queue of its CPU.  This call empties the queues, and moves nothing: do_pages_move() in
 * mm/migrate.c.
 */
static void empty_queues(void)
{
	int node = 0;

	if (syscall(__NR_move_pages, 0, 0ul, NULL, &node, NULL, 0))
		verdict_skip("move_pages: %s", strerror(errno));
}

void aged_begin(struct run *r, u32 slot, const u64 *pages, u32 nr)
{
	if (!r->own_machine)
		verdict_skip("DAMON of a host is not the gate's to use");
	if (access(KDAMONDS, F_OK))
		verdict_skip("the kernel has no DAMON (CONFIG_DAMON_SYSFS)");
	aged.nr_pages = nr;
	memcpy(aged.page, pages, nr * sizeof(*pages));
	empty_queues();
	open_counters(r, slot);
	start(r, slot);
}

static u64 count(u32 page)
{
	u64 sum = 0, value;

	for (u32 cpu = 0; cpu < aged.nr_cpus; cpu++) {
		int fd = aged.fd[page * aged.nr_cpus + cpu];

		if (fd < 0)
			continue;
		if (read(fd, &value, sizeof(value)) != sizeof(value))
			verdict_error("counting events/" EVENT ": %s",
				      strerror(errno));
		sum += value;
	}
	return sum;
}

/* The event comes before KVM has done it.  So the second event is the one to wait for. */
static void wait_for(const struct run *r, u32 page, u64 want)
{
	u64 until_ns = machine_now_ns() + r->machine->deadline_s * 1000000000ull;

	while (count(page) < want) {
		if (machine_now_ns() > until_ns)
			verdict_error("the host has not asked for the age of page %lu in %u s",
				      aged.page[page], r->machine->deadline_s);
		sched_yield();
	}
}

void aged_wait(const struct run *r)
{
	u64 want[AGED_MOST];

	for (u32 i = 0; i < aged.nr_pages; i++)
		want[i] = count(i) + 2;
	for (u32 i = 0; i < aged.nr_pages; i++)
		wait_for(r, i, want[i]);
}
