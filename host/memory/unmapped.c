// SPDX-License-Identifier: GPL-2.0-only
#include "host/memory/unmapped.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/memory/tracepoint.h"
#include "host/memory/vmstat.h"

#define EVENT "kvm/kvm_unmap_hva_range"
#define RING_PAGES 16 /* of data, a power of two: a thousand records */
#define MOST_RECORD_BYTES 256 /* what any record of the event has, and more */

/* What main() found out, for all cases. */
static struct {
	bool kept_still; /* NUMA balancing is kept away */
	bool seen;	 /* the event can be read */
	u64 id;
	u32 at_start, at_end; /* offsets in the event's record, bytes */
} host;

/* What the process @pid watches. */
static struct {
	pid_t pid;
	u64 from; /* address of the watched area; 0: the whole address space */
	u32 nr_rings;
	struct ring {
		int fd;
		struct perf_event_mmap_page *page;
	} *ring; /* one for each CPU */
	struct vmstat begun;
} mine;

static bool offset_of(const char *format, const char *field, u32 *offset)
{
	const char *at = strstr(format, field);

	at = at ? strstr(at, "offset:") : NULL;
	return at && sscanf(at, "offset:%u", offset) == 1;
}

static int open_event(u32 cpu, bool disabled)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(attr),
		.config = host.id,
		.sample_period = 1,
		.sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_RAW,
		.disabled = disabled,
	};

	return syscall(__NR_perf_event_open, &attr, -1, cpu, -1,
		       PERF_FLAG_FD_CLOEXEC);
}

const char *unmapped_watch(bool kept_still)
{
	static char why[96];
	char text[2048];

	host.kept_still = kept_still;
	if (!tracepoint_id(EVENT, &host.id))
		return errno == ENOENT ?
			       "there is no events/" EVENT " (mount -t tracefs none /sys/kernel/tracing)" :
			       "we may not read events/" EVENT " (only root may)";
	if (!tracepoint_text(EVENT, "format", text, sizeof(text)) ||
	    !offset_of(text, " start;", &host.at_start) ||
	    !offset_of(text, " end;", &host.at_end))
		return "events/" EVENT " has an unknown format";
	/*
	 * This event stays open, because switching the event on and off costs
	 * the kernel a lot.
	 */
	if (open_event(sched_getcpu(), true) < 0) {
		snprintf(why, sizeof(why), "perf_event_open: %s",
			 strerror(errno));
		return why;
	}
	host.seen = true;
	return NULL;
}

bool unmapped_seen(void)
{
	return host.seen;
}

u32 unmapped_nr_events(void)
{
	return host.seen ? sysconf(_SC_NPROCESSORS_CONF) : 0;
}

/* A ring for each CPU that is online. */
static void open_rings(void)
{
	u32 nr_cpus = unmapped_nr_events();
	size_t bytes = (1 + RING_PAGES) * getpagesize();

	mine.nr_rings = 0;
	mine.ring = calloc(nr_cpus, sizeof(*mine.ring));
	for (u32 cpu = 0; mine.ring && cpu < nr_cpus; cpu++) {
		struct ring *ring = &mine.ring[mine.nr_rings];

		ring->fd = open_event(cpu, false);
		if (ring->fd < 0 && errno == ENODEV)
			continue;
		ring->page = ring->fd < 0 ? MAP_FAILED :
			mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED,
			     ring->fd, 0);
		if (ring->page == MAP_FAILED) {
			/* Some of the events are not enough. */
			host.seen = false;
			mine.begun = vmstat_read();
			return;
		}
		mine.nr_rings++;
	}
}

/*
 * Ask only for events in this process's area, or events of other processes
 * would fill the rings. An event takes one filter in its life: the second is
 * refused with EEXIST (ftrace_profile_set_filter() in
 * kernel/trace/trace_events_filter.c).
 */
static void filter(void)
{
	char words[96];

	snprintf(words, sizeof(words), "start < 0x%lx && end > 0x%lx",
		 mine.from + UNMAPPED_AREA_BYTES, mine.from);
	for (u32 i = 0; i < mine.nr_rings; i++)
		(void)ioctl(mine.ring[i].fd, PERF_EVENT_IOC_SET_FILTER, words);
}

static void begin(u64 from)
{
	memset(&mine, 0, sizeof(mine));
	mine.pid = getpid();
	mine.from = from;
	if (host.seen) {
		open_rings();
		filter();
	}
	if (!host.seen || !host.kept_still)
		mine.begun = vmstat_read();
}

/* The kernel did not take the hint of next_in_area(): watch all addresses. */
static void begin_anew(void)
{
	for (u32 i = 0; i < mine.nr_rings; i++)
		close(mine.ring[i].fd);
	mine.from = 0;
	open_rings();
}

void unmapped_begin(const void *hva, u64 bytes)
{
	u64 first = (u64)hva / UNMAPPED_AREA_BYTES;
	u64 last = ((u64)hva + bytes - 1) / UNMAPPED_AREA_BYTES;

	if (mine.pid != getpid())
		begin(first * UNMAPPED_AREA_BYTES);
	if (host.seen && mine.from && (first * UNMAPPED_AREA_BYTES != mine.from ||
				       last != first))
		begin_anew();
}

/* Copy from a ring, whose end is followed by its beginning. */
static void copy(void *to, const struct ring *ring, u64 at, u32 bytes)
{
	const u8 *data = (const u8 *)ring->page + ring->page->data_offset;

	for (u32 i = 0; i < bytes; i++)
		((u8 *)to)[i] = data[(at + i) % ring->page->data_size];
}

static void take_record(const struct ring *ring, u64 at,
			const struct perf_event_header *header,
			void (*each)(void *ctx, u64 start, u64 end), void *ctx)
{
	struct {
		u32 pid, tid, raw_bytes;
	} sample;
	u64 raw = at + sizeof(*header) + sizeof(sample);
	u64 start, end;

	/* Events were lost: anything may have been moved. */
	if (header->type == PERF_RECORD_LOST)
		each(ctx, 0, ~0ull);
	if (header->type != PERF_RECORD_SAMPLE)
		return;
	copy(&sample, ring, at + sizeof(*header), sizeof(sample));
	if ((pid_t)sample.pid == mine.pid)
		return;
	copy(&start, ring, raw + host.at_start, sizeof(start));
	copy(&end, ring, raw + host.at_end, sizeof(end));
	each(ctx, start, end);
}

void unmapped_take(void (*each)(void *ctx, u64 start, u64 end), void *ctx)
{
	for (u32 i = 0; i < mine.nr_rings; i++) {
		struct ring *ring = &mine.ring[i];
		u64 head = __atomic_load_n(&ring->page->data_head,
					   __ATOMIC_ACQUIRE);
		u64 at = ring->page->data_tail;

		/*
		 * perf reports lost events only with the next event, so a full
		 * ring counts as a loss.
		 */
		if (head - at > ring->page->data_size - MOST_RECORD_BYTES)
			each(ctx, 0, ~0ull);
		while (at < head) {
			struct perf_event_header header;

			copy(&header, ring, at, sizeof(header));
			take_record(ring, at, &header, each, ctx);
			at += header.size;
		}
		__atomic_store_n(&ring->page->data_tail, head,
				 __ATOMIC_RELEASE);
	}
}

const char *unmapped_unseen(bool still)
{
	if (host.kept_still && (host.seen || still))
		return "";
	return vmstat_grown(&mine.begun);
}
