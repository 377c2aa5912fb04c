/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A live migration between two QEMUs over a unix socket.  The payload dirties
 * memory faster than the migration may send, so the migration cannot end.  When
 * it has made as many passes as the case wants, the limit is lifted, and it
 * ends.  So it is under load by construction, and not by luck.
 */
#ifndef VMM_MIGRATION_H
#define VMM_MIGRATION_H

#include "vmm/test.h"

struct migration {
	struct vmm_run *run;
	struct qemu *source, *destination;
	bool postcopy;
	bool snapshot; /* of the moment when the migration began */
	bool to_file; /* the destination reads it when the source is done */
	char uri[256];
};

/*
 * Boot the source, start the destination, enable @capabilities (words; NULL: none)
 * and set @parameters (words name=value; NULL: none) on both, and begin to
 * migrate.  A QEMU that lacks one of them skips the case.  At the end of the
 * migration the destination is stopped, except with postcopy.  With mapped-ram
 * the migration goes through a file.
 */
void migration_begin(struct migration *m, struct vmm_run *r,
		     const char *capabilities, const char *parameters);

/* Wait until the source has begun pass @pass (from 1). */
void migration_until_pass(struct migration *m, u32 pass);

/* The answer to query-migrate, valid until the next query. */
json_object *migration_query(struct migration *m);

/*
 * Lift the limits, and wait until both sides say that the migration is
 * complete.
 */
void migration_finish(struct migration *m);

/*
 * Compare the memory of both sides, let the payload run at the destination, and
 * let it check its own memory.  After postcopy the destination has run on, and
 * after a snapshot the source, so memory is not compared.
 */
void migration_judge(struct migration *m);

/* Set a migration parameter of the source. */
void migration_set(struct migration *m, const char *name, s64 value);

#endif
