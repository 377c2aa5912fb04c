// SPDX-License-Identifier: GPL-2.0-only
#include "vmm/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verdict/report.h"

static void usage(const char *program, const struct vmm_test *test)
{
	printf("%s: %s\n\n"
	       "usage: %s [options]\n"
	       "  -l          list the cases and exit\n"
	       "  -c CASE     only cases that match this glob\n"
	       "  -C NAME     only accelerators that match: tcg kvm kvm-ring\n"
	       "  -A NAME     the same, but having no case is not an error\n"
	       "  -a ARCH     of the guest: x86, arm64 (default: QEMU's of this machine)\n"
	       "  -q PATH     the QEMU to test (default: found by its name)\n"
	       "  -f FILE     the firmware (default: Debian's OVMF or AAVMF)\n"
	       "  -s SEED     of the stores' order (default 1)\n"
	       "  -t N        multiply every deadline, for slow machines\n"
	       "  -k FILE     name the known finding that a failure matches\n"
	       "  -K FILE     the same, and report such failures as XFAIL\n"
	       "  -o, -w TEXT, -b NAME  taken and without effect here\n"
	       "  -V          print the version\n"
	       "output: KTAP; exit: 0 passed, 1 failed, 2 cannot run, 4 all skipped\n",
	       program, test->about, program);
}

static void __attribute__((noreturn))
bad(const char *program, const char *what, const char *arg)
{
	fprintf(stderr, "%s: %s '%s' (-h for help)\n", program, what, arg);
	exit(2);
}

static u64 number(const char *program, const char *what, const char *arg,
		  u64 most)
{
	char *end;
	u64 value;

	errno = 0;
	value = strtoull(arg, &end, 0);
	if (errno || end == arg || *end || *arg == '-' || value > most)
		bad(program, what, arg);
	return value;
}

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

static void option(struct vmm_options *o, const struct vmm_test *test, int opt,
		   char **argv)
{
	switch (opt) {
	case 'l':
		o->list = true;
		break;
	case 'c':
		o->test_case = optarg;
		break;
	case 'C':
		o->accel = optarg;
		break;
	case 'A':
		o->only = optarg;
		break;
	case 'a':
		o->kind = machine_find(optarg);
		if (!o->kind)
			bad(o->program, "unknown architecture", optarg);
		break;
	case 'q':
		o->binary = optarg;
		break;
	case 'f':
		o->firmware = optarg;
		break;
	case 's':
		o->seed = number(o->program, "bad seed", optarg, UINT64_MAX);
		break;
	case 't':
		o->timeout_scale = number(o->program, "bad timeout scale",
					  optarg, 1000);
		if (!o->timeout_scale)
			bad(o->program, "bad timeout scale", optarg);
		break;
	case 'k':
	case 'K':
		o->known = optarg;
		o->known_is_expected = opt == 'K';
		break;
	case 'o':
	case 'v':
	case 'w':
	case 'b':
		break;
	case 'V':
		printf("%s %s\n", test->name, PROJECT_VERSION);
		exit(0);
	case 'h':
		usage(o->program, test);
		exit(0);
	default:
		bad(o->program, "unknown option or missing argument at",
		    argv[optind - 1]);
	}
}

struct vmm_options vmm_options_parse(int argc, char **argv,
				     const struct vmm_test *test)
{
	struct vmm_options o = {
		.program = argv[0],
		.test_case = "*",
		.accel = "*",
		.binary = environment("KVM_DIRTY_QEMU"),
		.seed = 1,
		.timeout_scale = 1,
		.kind = machine_find(VMM_ARCH),
	};
	int opt;

	report_watch(argv[0]);
	opterr = 0;
	while ((opt = getopt(argc, argv, "lc:C:A:a:q:f:s:t:k:K:ow:b:vVh")) != -1)
		option(&o, test, opt, argv);
	if (optind < argc)
		bad(argv[0], "unexpected argument", argv[optind]);
	return o;
}
