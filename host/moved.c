// SPDX-License-Identifier: GPL-2.0-only
#include "host/moved.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/test.h"
#include "host/vmstat.h"

#define EVENT "events/kvm/kvm_unmap_hva_range"
#define RING_PAGES 64 /* of data, a power of two */
#define MOST_RECORD_BYTES 256 /* what any record of the event has, and more */

/* What main() found out, for all cases. */
static struct {
	bool kept_still; /* NUMA balancing is kept away */
	bool seen;	 /* the event can be read */
	u64 id;
	u32 at_start, at_end; /* offsets in the event's record, bytes */
} host;

/* What a case sees: the process that has this number. */
static struct {
	pid_t pid;
	u64 from; /* of the area that it watches; 0: all there is */
	u32 nr_rings;
	struct ring {
		int fd;
		struct perf_event_mmap_page *page;
	} *ring; /* one for each CPU */
	struct vmstat begun;
	struct moved_slot {
		struct pageset moved;
		struct pageset anew; /* of them, since moved_armed() */
		u32 *times;
	} slot[MACHINE_MAX_SLOTS];
} mine;

static bool read_text(const char *name, char *text, u32 bytes)
{
	static const char *const tracefs[] = { "/sys/kernel/tracing",
					       "/sys/kernel/debug/tracing" };
	char path[128];
	size_t nr = 0;

	errno = 0;
	for (u32 i = 0; i < ARRAY_LEN(tracefs) && !nr && errno != EACCES; i++) {
		FILE *f;

		snprintf(path, sizeof(path), "%s/" EVENT "/%s", tracefs[i],
			 name);
		f = fopen(path, "re");
		if (!f)
			continue;
		nr = fread(text, 1, bytes - 1, f);
		fclose(f);
	}
	text[nr] = 0;
	return nr;
}

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

const char *moved_watch(bool kept_still)
{
	static char why[96];
	char text[2048];

	host.kept_still = kept_still;
	if (!read_text("id", text, sizeof(text)) ||
	    sscanf(text, "%lu", &host.id) != 1)
		return errno == ENOENT ?
			       "there is no " EVENT " (mount -t tracefs none /sys/kernel/tracing)" :
			       "we may not read " EVENT " (only root may)";
	if (!read_text("format", text, sizeof(text)) ||
	    !offset_of(text, " start;", &host.at_start) ||
	    !offset_of(text, " end;", &host.at_end))
		return EVENT " has an unknown format";
	/* Stays open: to switch the event on and off costs the kernel a lot. */
	if (open_event(sched_getcpu(), true) < 0) {
		snprintf(why, sizeof(why), "perf_event_open: %s",
			 strerror(errno));
		return why;
	}
	host.seen = true;
	return NULL;
}

bool moved_seen(void)
{
	return host.seen;
}

u32 moved_nr_events(void)
{
	return host.seen ? sysconf(_SC_NPROCESSORS_CONF) : 0;
}

/* A ring for each CPU that is online. */
static void open_rings(void)
{
	u32 nr_cpus = moved_nr_events();
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
			/* Part of the events is none. */
			host.seen = false;
			mine.begun = vmstat_read();
			return;
		}
		mine.nr_rings++;
	}
}

/*
 * Only what concerns this process, or the rings would fill with others'.  An event
 * takes one filter in its life: the second is refused with EEXIST
 * (ftrace_profile_set_filter() in kernel/trace/trace_events_filter.c).
 */
static void filter(void)
{
	char words[96];

	snprintf(words, sizeof(words), "start < 0x%lx && end > 0x%lx",
		 mine.from + MOVED_AREA_BYTES, mine.from);
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

/* The kernel did not take the hint: watch all that any process has. */
static void begin_anew(void)
{
	for (u32 i = 0; i < mine.nr_rings; i++)
		close(mine.ring[i].fd);
	mine.from = 0;
	open_rings();
}

void moved_begin(const void *hva, u64 bytes)
{
	u64 first = (u64)hva / MOVED_AREA_BYTES;
	u64 last = ((u64)hva + bytes - 1) / MOVED_AREA_BYTES;

	if (mine.pid != getpid())
		begin(first * MOVED_AREA_BYTES);
	if (host.seen && mine.from && (first * MOVED_AREA_BYTES != mine.from ||
				       last != first))
		begin_anew();
}

static void note(const struct machine *m, u64 start, u64 end)
{
	for (u32 i = 0; i < m->nr_slots; i++) {
		struct moved_slot *s = &mine.slot[i];
		u64 hva = (u64)m->slot[i].hva, nr = m->slot[i].nr_pages;
		u64 last = hva + (nr << m->page_shift);

		if (start >= last || end <= hva)
			continue;
		if (!s->moved.nr_pages) {
			pageset_init(&s->moved, nr);
			pageset_init(&s->anew, nr);
			s->times = calloc(nr, sizeof(*s->times));
		}
		for (u64 at = start > hva ? start : hva;
		     at < end && at < last; at += 1ull << m->page_shift) {
			u64 page = (at - hva) >> m->page_shift;

			pageset_add(&s->moved, page);
			pageset_add(&s->anew, page);
			s->times[page]++;
			verdict_page->nr_moved++;
		}
	}
}

/* Copy from a ring, which may begin anew in the middle. */
static void copy(void *to, const struct ring *ring, u64 at, u32 bytes)
{
	const u8 *data = (const u8 *)ring->page + ring->page->data_offset;

	for (u32 i = 0; i < bytes; i++)
		((u8 *)to)[i] = data[(at + i) % ring->page->data_size];
}

static void take_record(const struct machine *m, const struct ring *ring,
			u64 at, const struct perf_event_header *header)
{
	struct {
		u32 pid, tid, raw_bytes;
	} sample;
	u64 raw = at + sizeof(*header) + sizeof(sample);
	u64 start, end;

	/* More than the ring holds: it may have been anything. */
	if (header->type == PERF_RECORD_LOST)
		note(m, 0, ~0ull);
	if (header->type != PERF_RECORD_SAMPLE)
		return;
	copy(&sample, ring, at + sizeof(*header), sizeof(sample));
	if ((pid_t)sample.pid == mine.pid)
		return;
	copy(&start, ring, raw + host.at_start, sizeof(start));
	copy(&end, ring, raw + host.at_end, sizeof(end));
	note(m, start, end);
}

static void take(const struct machine *m)
{
	for (u32 i = 0; i < mine.nr_rings; i++) {
		struct ring *ring = &mine.ring[i];
		u64 head = __atomic_load_n(&ring->page->data_head,
					   __ATOMIC_ACQUIRE);
		u64 at = ring->page->data_tail;

		/* That something was lost is said only by a record after it. */
		if (head - at > ring->page->data_size - MOST_RECORD_BYTES)
			note(m, 0, ~0ull);
		while (at < head) {
			struct perf_event_header header;

			copy(&header, ring, at, sizeof(header));
			take_record(m, ring, at, &header);
			at += header.size;
		}
		__atomic_store_n(&ring->page->data_tail, head,
				 __ATOMIC_RELEASE);
	}
}

const struct pageset *moved_pages(const struct run *r, u32 slot)
{
	take(r->machine);
	return &mine.slot[slot].moved;
}

u32 moved_times(const struct run *r, u32 slot, u64 page)
{
	take(r->machine);
	return mine.slot[slot].times ? mine.slot[slot].times[page] : 0;
}

void moved_armed(const struct run *r, u32 slot, const struct pageset *armed)
{
	struct moved_slot *s = &mine.slot[slot];

	take(r->machine);
	if (!s->moved.nr_pages)
		return;
	for (u64 page = pageset_next(&s->moved, 0); page < s->moved.nr_pages;
	     page = pageset_next(&s->moved, page + 1)) {
		if (!pageset_has(armed, page))
			continue;
		if (pageset_has(&s->anew, page))
			pageset_del(&s->anew, page);
		else
			pageset_del(&s->moved, page);
	}
}

void moved_new_round(const struct run *r)
{
	take(r->machine);
	for (u32 i = 0; i < r->machine->nr_slots; i++)
		if (mine.slot[i].times)
			memset(mine.slot[i].times, 0,
			       mine.slot[i].moved.nr_pages *
				       sizeof(*mine.slot[i].times));
}

void moved_doubt(const struct run *r, u32 slot)
{
	const char *grown;

	if (host.kept_still && (host.seen || r->machine->slot[slot].still))
		return;
	grown = vmstat_grown(&mine.begun);
	if (*grown)
		verdict_skip("this host moved memory meanwhile (%s), and whose is not ours to see",
			     grown);
}
