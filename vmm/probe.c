// SPDX-License-Identifier: GPL-2.0-only
/*
 * Probe whether the firmware runs with an accelerator, and with a size of ring, by
 * one boot.  If it does not, every case with them is skipped, and the reason says
 * how the boot ended.
 */
#include <stdlib.h>
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

/* One for KVM's bitmaps, and one for each size of ring that the cases name. */
#define MAX_PROBES 8

struct probe {
	enum accel accel;
	u32 ring;
	struct verdict_page said;
};

const char *vmm_missing(struct vmm_run *r, enum accel accel)
{
	static struct probe probes[MAX_PROBES];
	u32 ring = accel == ACCEL_RING ? r->spec.ring : 0;
	struct probe *p = probes;

	if (accel == ACCEL_TCG)
		return NULL;
	while (p->accel && (p->accel != accel || p->ring != ring))
		p++;
	if (p == probes + MAX_PROBES - 1)
		abort();
	if (!p->accel) {
		r->spec.accel = accel;
		command_default(&r->spec.command);
		*p = (struct probe){ accel, ring, *vmm_job(r, probe_boot) };
	}
	return p->said.kind == VERDICT_PASS ? NULL : p->said.reason;
}
