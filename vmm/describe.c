// SPDX-License-Identifier: GPL-2.0-only
/*
 * Describe this machine's QEMU: the version and the features that decide which
 * cases run.  The output is KTAP of one test with "key: value" lines as
 * diagnostics, like that of host/tools/describe.c for KVM.  The program takes a
 * test's options, and obeys -a, -f and -q.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verdict/report.h"
#include "vmm/job.h"
#include "vmm/options.h"

static void note_names(const char *what, json_object *list, const char *key)
{
	char line[1024] = "";
	size_t n = 0, used = 0;

	for (; n < json_object_array_length(list) && used < sizeof(line); n++)
		used += snprintf(line + used, sizeof(line) - used, " %s",
				 qmp_text(json_object_array_get_idx(list, n),
					  key));
	verdict_note("%s:%s", what, line);
}

static bool has_command(json_object *commands, const char *name)
{
	for (size_t i = 0; i < json_object_array_length(commands); i++)
		if (!strcmp(qmp_text(json_object_array_get_idx(commands, i),
				     "name"), name))
			return true;
	return false;
}

static void describe_qemu(struct vmm_run *r)
{
	static const char *const wanted[] = {
		"calc-dirty-rate", "set-vcpu-dirty-limit",
		"migrate-start-postcopy", "pmemsave",
	};
	struct qemu *q = qemu_start("described", &r->spec,
				    (const char *const []){ "-S", NULL });
	json_object *version = qmp(q, "query-version", NULL);
	json_object *commands = qmp(q, "query-commands", NULL);

	verdict_note("version: %ld.%ld.%ld %s", qmp_int(version, "qemu.major"),
		     qmp_int(version, "qemu.minor"),
		     qmp_int(version, "qemu.micro"),
		     qmp_text(version, "package"));
	for (u32 i = 0; i < ARRAY_LEN(wanted); i++)
		verdict_note("command %s: %s", wanted[i],
			     has_command(commands, wanted[i]) ? "yes" : "no");
	note_names("migration capabilities",
		   qmp(q, "query-migrate-capabilities", NULL), "capability");
}

int main(int argc, char **argv)
{
	const struct vmm_test test = { .name = "describe",
				       .about = "what this QEMU is" };
	struct vmm_options o = vmm_options_parse(argc, argv, &test);
	struct vmm_run r = {
		.spec = { .kind = o.kind, .binary = o.binary,
			  .firmware = o.firmware ? o.firmware :
						   machine_firmware(o.kind),
			  .memory_kib = 256 << 10, .accel = ACCEL_TCG,
			  .ring = RING_ENTRIES,
			  .timeout_scale = o.timeout_scale },
	};
	const struct verdict_page *v;

	command_default(&r.spec.command);
	printf("KTAP version 1\n# guest: %s\n# qemu: %s\n# firmware: %s\n",
	       o.kind->name, o.binary ? o.binary : o.kind->binary,
	       r.spec.firmware ? r.spec.firmware : "none");
	if (!r.spec.firmware)
		return 2;
	vmm_job_init();
	v = vmm_job(&r, describe_qemu);
	report_notes(v);
	if (v->kind != VERDICT_PASS) {
		report_plan(1);
		printf("not ok 1 describe/qemu # ERROR %s\n", v->reason);
		return 1;
	}
	for (u32 i = 0; i < ARRAY_LEN(accels); i++) {
		const char *why = vmm_missing(&r, accels[i].accel);

		printf("# %s: %s%s\n", accels[i].name,
		       why ? "skipped, " : "yes", why ? why : "");
	}
	report_plan(1);
	printf("ok 1 describe/qemu\n");
	return 0;
}
