/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A live migration between two QEMUs over a unix socket.  It is held by a
 * bandwidth that the payload's stores exceed, until it has made as many passes
 * as the case wants, so that it is under load by construction and not by luck;
 * then it is let go.
 */
#ifndef VMM_MIGRATION_H
#define VMM_MIGRATION_H

#include "vmm/test.h"

struct migration {
	struct vmm_run *run;
	struct qemu *source, *destination;
	bool postcopy;
};

/*
 * Boot the source, start the destination (stopped when it is complete, but with
 * postcopy), switch @capability on if it is not NULL (a QEMU that has none skips
 * the case), and begin.
 */
void migration_begin(struct migration *m, struct vmm_run *r,
		     const char *capability);

/* Until the source has begun pass @pass (from 1). */
void migration_until_pass(struct migration *m, u32 pass);

/* What query-migrate says; valid until it is asked again. */
json_object *migration_query(struct migration *m);

/* Give it all the bandwidth, and wait until both sides say it is complete. */
void migration_finish(struct migration *m);

/*
 * Compare memory (but after postcopy, where the destination has gone on), let
 * the payload run at the destination, and let it check itself.
 */
void migration_judge(struct migration *m);

/* A parameter of the source. */
void migration_set(struct migration *m, const char *name, s64 value);

#endif
