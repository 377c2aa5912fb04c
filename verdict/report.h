/* SPDX-License-Identifier: GPL-2.0-only */
/* What a test program prints: KTAP version 1, one line per case. */
#ifndef VERDICT_REPORT_H
#define VERDICT_REPORT_H

#include "verdict/known.h"
#include "verdict/verdict.h"

/*
 * First thing in a program of the name @program: when it ends, and standard output did
 * not take all that was printed, as its disk is full or nobody reads its pipe, it says
 * so on stderr and ends with exit code 2.
 */
void report_watch(const char *program);

/* True as soon as that is so. */
bool report_is_lost(void);

void report_plan(u32 nr_cases);

/* A line "# @key: ..." on what the results were obtained on. */
void report_fact(const char *key, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * The verdict line and, below it, its notes.  @known: the finding that the
 * case's failure is known under, or NULL; @todo: report it as TAP's TODO.
 * @replay is the command that runs this case again.
 */
void report_case(u32 number, const char *name, const struct verdict_page *v,
		 const struct known *known, bool todo, const char *replay);

/*
 * In the end: what the host has moved while the cases ran, all of it as
 * vmstat_grown() says it, and of their memory.  Nothing where nothing was moved.
 */
void report_moved(const char *grown);

/* The notes alone, a line of diagnostics each. */
void report_notes(const struct verdict_page *v);

/* 1 a failure or an error, 4 all skipped, 0 else. */
int report_exit_code(void);

/* In place of all: no case is left, and why; the exit code of that. */
int report_nothing(const char *why);

#endif
