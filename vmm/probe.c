// SPDX-License-Identifier: GPL-2.0-only
/*
 * Probe whether the firmware runs with an accelerator, by one boot.  If it does
 * not, every case with that accelerator is skipped, and the reason says how the
 * boot ended.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vmm/job.h"

static bool runs_or_stopped(void *arg)
{
	struct qemu *q = arg;

	return q->dead || qmp_event(q, "STOP") ||
	       account_seconds(&q->account) > 0;
}

/* The body of the probe.  Its skip is the reason for skipping all cases. */
static void probe_boot(struct vmm_run *r)
{
	struct qemu *q;
	char fate[200];

	if (access("/dev/kvm", R_OK | W_OK))
		verdict_skip("/dev/kvm is missing or may not be opened");
	q = qemu_start("probe", &r->spec, (const char *const []){ NULL });
	q->may_die = true;
	qemu_until(runs_or_stopped, q, 120, "the payload's first second");
	if (q->dead) {
		qemu_fate(q, fate, sizeof(fate));
		verdict_skip("the firmware does not run on this KVM: QEMU %s",
			     fate);
	}
	if (qmp_event(q, "STOP"))
		verdict_skip("the firmware does not run on this KVM: QEMU stopped it, status %s",
			     qmp_text(qmp(q, "query-status", NULL), "status"));
	/* On arm64 some QEMUs take the option and then use no ring. */
	if (r->spec.accel == ACCEL_RING &&
	    !qmp_try(q, "calc-dirty-rate",
		     qmp_object("calc-time", qmp_number(1), "mode",
				qmp_string("dirty-ring"), NULL)))
		verdict_skip("QEMU has no dirty ring here: it refuses calc-dirty-rate mode=dirty-ring: %s",
			     q->error);
}

/* NULL, or why no case with @accel can run here. */
const char *vmm_missing(struct vmm_run *r, enum accel accel)
{
	static struct verdict_page *of[ACCEL_RING + 1];

	if (accel == ACCEL_TCG)
		return NULL;
	if (!of[accel]) {
		of[accel] = malloc(sizeof(**of));
		if (!of[accel])
			abort();
		r->spec.accel = accel;
		command_default(&r->spec.command);
		*of[accel] = *vmm_job(r, probe_boot);
	}
	return of[accel]->kind == VERDICT_PASS ? NULL : of[accel]->reason;
}
