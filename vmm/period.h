/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What QEMU tells of its dirty limits while they are in service, by trace events
 * that go to a file: the rate of each vCPU in each of QEMU's periods, and each
 * time that a vCPU sleeps (system/dirtylimit.c).  A test looks at the file every
 * few ms, so the moment of a line lies between two looks.
 */
#ifndef VMM_PERIOD_H
#define VMM_PERIOD_H

#include "vmm/bounds.h"

#define PERIODS_MAX 16384

/* QEMU has emptied the ring of @vcpu and told its rate. */
struct period {
	u32 vcpu;
	u64 mib_s;
	u64 after_ms, before_ms; /* the looks that the line came between */
};

struct periods {
	char path[256];
	char line[256]; /* the line that is being read */
	u32 length;
	u64 at; /* bytes of the file that are read */
	u64 looked_ms;
	struct period period[PERIODS_MAX];
	u32 nr;
	u64 nr_sleeps[16]; /* of each vCPU */
};

/* Begin with the file @path, which may not exist yet, at @now_ms. */
void periods_init(struct periods *p, const char *path, u64 now_ms);

/* Read what is new.  The file is read after @now_ms was taken. */
void periods_look(struct periods *p, u64 now_ms);

/* Read @bytes of @text, for periods_look() and its unit test. */
void periods_feed(struct periods *p, const char *text, u64 bytes, u64 now_ms);

/* The number of periods of @vcpu whose rate is more than @mib_s. */
u32 periods_above(const struct periods *p, u32 vcpu, u64 mib_s);

/* The number of periods of @vcpu in a row, to the last one, that are not. */
u32 periods_below(const struct periods *p, u32 vcpu, u64 mib_s);

/* The number of periods of @vcpu that began after @after_ms. */
u32 periods_since(const struct periods *p, u32 vcpu, u64 after_ms);

/* The highest rate of any vCPU; the longest that a ring was not emptied. */
u64 periods_fastest(const struct periods *p);
u64 periods_longest_ms(const struct periods *p, u32 vcpu);

/*
 * Bounds of the pages that @vcpu dirtied from @from_ms to @to_ms, as QEMU's rates
 * have it.  QEMU counts the ring's entries in a time of @asked_ms at least, and
 * rounds MiB/s down, until 8.1 the MiB, too.  Two periods must have ended after
 * @to_ms: the ring is emptied before the line is told, so that a page of that
 * time may be in the second.
 */
struct pages periods_pages(const struct periods *p, u32 vcpu, u64 from_ms,
			   u64 to_ms, u64 asked_ms);

/*
 * The most periods in which a vCPU can be above its limit of @limit_mib_s by more
 * than QEMU's dead band, 0 if QEMU promises nothing.
 *
 * A vCPU sleeps each time that its ring is full.  Each period that is above makes
 * the sleep longer by at least a tenth of the time in which the ring fills at the
 * highest rate of any vCPU yet.  In a period of d s a vCPU with a sleep of s fills its
 * ring d/s times at most, and once more at either end.  So it is above no more
 * once ring * (d/s + 2) is limit + dead band.  Of a limit above the dead band
 * nothing follows: QEMU makes the sleep shorter, too, when the rate is low.
 */
u32 periods_to_hold(const struct periods *p, u32 vcpu, u64 limit_mib_s,
		    u32 ring);

/* MiB/s that a rate may be off the limit while QEMU leaves the sleep as it is:
 * DIRTYLIMIT_TOLERANCE_RANGE. */
#define DEAD_BAND_MIB_S 25

#endif
