// SPDX-License-Identifier: GPL-2.0-only
#include "host/main/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/collect/collect.h"
#include "host/collect/fault.h"
#include "host/test.h"

#ifndef PROJECT_VERSION
#define PROJECT_VERSION "unknown"
#endif

static void usage(const char *program)
{
	printf("%s: %s\n\n"
	       "usage: %s [options]\n"
	       "  -l          list the cases and exit\n"
	       "  -c CASE     only cases that match this glob\n"
	       "  -C NAME     only collectors that match:", program, test.about,
	       program);
	for (u32 i = 0; collectors[i].name; i++)
		printf("%s %s", i % 6 == 3 ? "\n             " : "",
		       collectors[i].name);
	printf("\n  -b NAME     backings that match (default: those that each case lists):\n"
	       "             ");
	for (const struct backing *b = backings; b->name; b++)
		printf(" %s", b->name);
	printf("\n  -n CPUS     only cases that one CPU is enough for (1), or the others (2)\n"
	       "  -N          only cases with a nested guest\n"
	       "  -f FILE     only cases that begin a line of FILE, in its order\n"
	       "  -x FILE     only cases that begin no line of FILE\n"
	       "  -s SEED     seed of everything random (default 1)\n"
	       "  -t N        multiply every deadline, for slow machines\n"
	       "  -j N        run N cases at a time (default: one per CPU)\n"
	       "  -k FILE     name the known finding that a failure matches\n"
	       "  -K FILE     the same, and report such failures as XFAIL\n"
	       "  -o          this machine runs nothing else: any kernel splat counts\n"
	       "  -w TEXT     but those with TEXT, which its emulator is to blame for\n"
	       "  -L          leave out the cases that check the gate itself\n"
	       "  -S STEPS    the sequence of operations to run, as a failure prints it\n"
	       "  -d SECONDS  draw sequences of operations for so long, all cases together\n"
	       "  -F FAULT    inject a fault between us and KVM:");
	for (u32 i = 1; fault_name(i); i++)
		printf("%s %s", i % 4 == 1 ? "\n             " : "",
		       fault_name(i));
	printf("\n  -V          print the version\n"
	       "output: KTAP; exit: 0 passed, 1 failed, 2 cannot run, 4 all skipped\n");
}

static void __attribute__((noreturn)) bad(const char *program,
					  const char *what, const char *arg)
{
	fprintf(stderr, "%s: %s '%s' (-h for help)\n", program, what, arg);
	exit(2);
}

static u64 number(const char *program, const char *what, const char *arg)
{
	char *end;
	u64 value;

	errno = 0;
	value = strtoull(arg, &end, 0);
	if (errno || end == arg || *end || *arg == '-')
		bad(program, what, arg);
	return value;
}

struct options options_parse(int argc, char **argv)
{
	struct options o = {
		.program = argv[0],
		.test_case = "*",
		.collector = "*",
		.seed = 1,
		.timeout_scale = 1,
	};
	int opt;

	opterr = 0;
	while ((opt = getopt(argc, argv, "lc:C:b:n:Nf:x:s:t:j:k:K:oLF:w:S:d:vVh")) != -1) {
		switch (opt) {
		case 'l':
			o.list = true;
			break;
		case 'c':
			o.test_case = optarg;
			break;
		case 'C':
			o.collector = optarg;
			break;
		case 'b':
			o.backing = optarg;
			break;
		case 'n':
			o.cpus = number(argv[0], "bad number of CPUs", optarg);
			if (o.cpus != 1 && o.cpus != 2)
				bad(argv[0], "number of CPUs is not 1 or 2:",
				    optarg);
			break;
		case 'N':
			o.nested = true;
			break;
		case 'f':
		case 'x':
			if (o.chosen)
				bad(argv[0], "a second table of cases,",
				    optarg);
			o.chosen = optarg;
			o.others = opt == 'x';
			break;
		case 's':
			o.seed = number(argv[0], "bad seed", optarg);
			break;
		case 't':
			o.timeout_scale =
				number(argv[0], "bad timeout scale", optarg);
			if (!o.timeout_scale || o.timeout_scale > 1000)
				bad(argv[0], "timeout scale is not 1 to 1000:",
				    optarg);
			break;
		case 'j':
			o.parallel = number(argv[0], "bad number", optarg);
			break;
		case 'k':
		case 'K':
			o.known = optarg;
			o.known_is_expected = opt == 'K';
			break;
		case 'o':
			o.own_machine = true;
			o.parallel = 1; /* so that each splat belongs to one
					 * case */
			break;
		case 'F':
			if (!fault_choose(optarg))
				bad(argv[0], "unknown fault", optarg);
			o.fault = optarg;
			break;
		case 'L':
			o.no_drills = true;
			break;
		case 'S':
			o.steps = optarg;
			break;
		case 'd':
			o.soak_s = number(argv[0], "bad number of seconds",
					  optarg);
			break;
		case 'w':
			o.emulators = optarg;
			break;
		case 'v':
			break; /* all there is to say is said already */
		case 'V':
			printf("%s %s\n", test.name, PROJECT_VERSION);
			exit(0);
		case 'h':
			usage(argv[0]);
			exit(0);
		default:
			bad(argv[0], "unknown option or missing argument at",
			    argv[optind - 1]);
		}
	}
	if (optind < argc)
		bad(argv[0], "unexpected argument", argv[optind]);
	return o;
}
