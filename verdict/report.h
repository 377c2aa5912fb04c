/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a test program prints, as Documentation/dev-tools/ktap.rst of the kernel has it:
 * the version line, facts, the plan, and for each case diagnostics and then a result.
 */
#ifndef VERDICT_REPORT_H
#define VERDICT_REPORT_H

#include "verdict/known.h"
#include "verdict/verdict.h"

/*
 * Call this first in main() of @program. If standard output does not take all
 * that is printed (the disk is full, or nobody reads the pipe any more), the
 * program then says so on stderr at its end, and ends with exit code 2.
 */
void report_watch(const char *program);

/* True if standard output has failed already. */
bool report_is_lost(void);

/* Print the version line; then the facts; and then the plan. */
void report_begin(void);

void report_plan(u32 nr_cases);

/* Print "# @key: ...", a fact about where the results were obtained. */
void report_fact(const char *key, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Print the notes and what the case took, and then the result. @known: the
 * finding that the failure is known under, or NULL. @expected: a known failure is
 * no failure but kselftest's XFAIL, and a pass in its place XPASS.
 * @replay: the command that runs this case again.
 */
void report_case(u32 number, const char *name, const struct verdict_page *v,
		 const struct known *known, bool expected, const char *replay);

/*
 * Call this at the end: print what the host moved while the cases ran, @grown
 * of all processes (vmstat_grown()), and how many pages of the cases' own
 * memory. Prints nothing if nothing moved.
 */
void report_moved(const char *grown);

/* Print the notes alone, each as a line of diagnostics. */
void report_notes(const struct verdict_page *v);

/*
 * The program's exit code: 1 after a failure or an error, 4 if all cases were
 * skipped, else 0.
 */
int report_exit_code(void);

/* Print a plan without cases, and @why. Returns the exit code for that. */
int report_nothing(const char *why);

#endif
