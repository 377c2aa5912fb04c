/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One body with QEMUs of its own, in a child process with a deadline and a
 * folder.  Whatever becomes of it there is a verdict, and neither QEMUs nor the
 * folder are left; nor if we are interrupted, which ends the program.
 */
#ifndef VMM_JOB_H
#define VMM_JOB_H

#include "vmm/test.h"

/* Once, before the first. */
void vmm_job_init(void);

/* Its verdict, which is valid until the next one begins. */
struct verdict_page *vmm_job(struct vmm_run *r, void (*body)(struct vmm_run *r));

#endif
