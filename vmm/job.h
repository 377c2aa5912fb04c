/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Run one case's body in a child process, with a deadline and a folder for
 * files.  Whatever happens to the child becomes a verdict.  Afterwards the
 * child's QEMUs and the folder are gone, also if a signal ends the program.
 */
#ifndef VMM_JOB_H
#define VMM_JOB_H

#include "vmm/test.h"

/* Call this once, before the first vmm_job(). */
void vmm_job_init(void);

/* Run @body.  The verdict is valid until the next vmm_job(). */
struct verdict_page *vmm_job(struct vmm_run *r, void (*body)(struct vmm_run *r));

#endif
