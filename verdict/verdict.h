/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The verdict of one case.  A case runs in a child process; the verdict lies
 * in memory shared with the parent, so that it survives whatever becomes of
 * the child.  The first verdict ends the case, as nothing that comes after it
 * can be trusted; a case that ends without one is an error.
 */
#ifndef VERDICT_VERDICT_H
#define VERDICT_VERDICT_H

#include "lib/types.h"

/* In order of severity. */
enum verdict_kind {
	VERDICT_NONE,
	VERDICT_PASS,
	VERDICT_SKIP,	 /* a need is not met; says which probe said so */
	VERDICT_FAIL,	 /* KVM is wrong */
	VERDICT_TIMEOUT, /* KVM or the guest makes no progress; counts as fail */
	VERDICT_ERROR,	 /* we, or the machine, are wrong */
};

#define VERDICT_MAX_TIDS 1024

struct verdict_page {
	u32 kind; /* enum verdict_kind */
	u32 nr_excused;
	u32 nr_moved; /* pages that the host took from KVM, each time */
	char reason[256]; /* one line */
	char notes[6144]; /* lines, each ending in a newline */
	u32 notes_len;
	char steps[800]; /* for -S, and so to replay it; empty: none */
	/* of sequences of operations, while they run */
	u64 nr_sequences, nr_steps, nr_stores;
	u32 nr_tids; /* of the case's own threads, for the kernel log */
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

/* Whatever the verdict is, do that and then end; it comes to no other verdict. */
void verdict_at_end(void (*what)(void));

/* Make the calling thread known as one of the case's. */
void verdict_own_thread(void);

/* A line of evidence, printed below the verdict. */
void verdict_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * For the parent of a case in which something was wrong on purpose: it passes if
 * that was @noticed, else @what "was not noticed as" @says, which is our error.
 */
void verdict_turn(bool noticed, const char *what, const char *says);

/* An errno value in words; "success" for 0. */
const char *verdict_errno(int err);

#endif
