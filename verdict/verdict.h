/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The verdict of one case. A case runs in a child process. The verdict is in
 * memory shared with the parent, so that it survives whatever happens to the
 * child. The first verdict ends the case, since nothing after it can be
 * trusted. A case that ends without a verdict is an error.
 */
#ifndef VERDICT_VERDICT_H
#define VERDICT_VERDICT_H

#include "lib/types.h"

/* In order of severity. */
enum verdict_kind {
	VERDICT_NONE,
	VERDICT_PASS,
	VERDICT_SKIP,	 /* a need is not met; the reason says which */
	VERDICT_FAIL,	 /* KVM is wrong */
	VERDICT_TIMEOUT, /* KVM or the guest makes no progress; counts as fail */
	VERDICT_ERROR,	 /* the test or the machine is wrong, and KVM was not
			  * judged */
};

#define VERDICT_MAX_TIDS 1024

struct verdict_page {
	u32 kind; /* enum verdict_kind */
	u32 nr_excused;
	bool lost; /* a page that was written is not reported */
	u32 nr_moved; /* pages that the host took from KVM, counted each time */
	char reason[256]; /* one line */
	char notes[6144]; /* lines, each ending in a newline */
	u32 notes_len;
	char steps[800]; /* the sequence to replay, for -S; empty: none */
	/* counts of a soak so far */
	u64 nr_sequences, nr_steps, nr_stores;
	u64 begun_ms, took_ms; /* of CLOCK_MONOTONIC; took_ms is there at the end */
	u32 nr_tids; /* threads of the case, to find its splats in the kernel
		      * log */
	int tid[VERDICT_MAX_TIDS];
};

/* The shared page; the parent allocates it before it forks. */
extern struct verdict_page *verdict_page;

/* End the case.  The text is one line; it must not contain '#' (TAP). */
void verdict_pass(void) __attribute__((noreturn));
void verdict_skip(const char *fmt, ...)
	__attribute__((noreturn, format(printf, 1, 2)));
void verdict_fail(const char *fmt, ...)
	__attribute__((noreturn, format(printf, 1, 2)));
void verdict_timeout(const char *fmt, ...)
	__attribute__((noreturn, format(printf, 1, 2)));
void verdict_error(const char *fmt, ...)
	__attribute__((noreturn, format(printf, 1, 2)));

/*
 * Call @what before the process ends with its verdict, whatever the verdict is.
 * @what must not give a verdict itself.
 */
void verdict_at_end(void (*what)(void));

/* Count the calling thread among the case's threads. */
void verdict_own_thread(void);

/*
 * From now on @p's case has these threads as well, also in processes that are forked.  For a
 * case whose parts have verdicts of their own.  NULL: no more.
 */
void verdict_part_of(struct verdict_page *p);

/* Add a line of evidence, to be printed with the verdict. */
void verdict_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * For cases in which something was wrong on purpose. If the gate noticed, the
 * case passes; else it becomes an error: @what "was not noticed as" @says.
 */
void verdict_turn(bool noticed, const char *what, const char *says);

/* An errno value in words; "success" for 0. */
const char *verdict_errno(int err);

#endif
