/* SPDX-License-Identifier: GPL-2.0-only */
/* From the rows of a test's table to jobs: which cases run, how often, and in what order. */
#ifndef HOST_MAIN_ROWS_H
#define HOST_MAIN_ROWS_H

#include "host/main/job.h"

/*
 * The jobs that the options ask for, *@nr_jobs of them, at least one.  If there are none,
 * or if a row of the table would pass by itself, the program ends here and says so.
 */
struct job *rows_to_jobs(const struct options *o, const struct image *image,
			 u32 *nr_jobs);

#endif
