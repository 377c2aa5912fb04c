// SPDX-License-Identifier: GPL-2.0-only
#include "host/tools/rate_options.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_VCPUS 64
#define MOST_MIB (512u << 10)

static void __attribute__((noreturn)) usage(FILE *to, int status)
{
	fputs("Usage: rate [-S SHAPE] [-r MIB] [-m MIB] [-v N] [-C COLLECTOR] [-n N] [-w MS] [-H]\n"
	      "       rate -c [-v N] [-C COLLECTOR]\n"
	      "Dirties memory at a rate and measures it; -c: what tracking costs a guest.\n"
	      "  -S NAME  idle constant ramp burst square; default: constant\n"
	      "  -r MIB   to dirty per second, by each vCPU, at the most; default: 16\n"
	      "  -m MIB   of memory for each vCPU; default: 32\n"
	      "  -v N     vCPUs, up to 64; default: 1\n"
	      "  -C NAME  collector: bitmap clear clear-chunks clear-init ring ring+bitmap\n"
	      "           and so on; default: bitmap; with -c a glob, default: all\n"
	      "  -n N     windows; default: 20\n"
	      "  -w MS    the length of a window; default: 100\n"
	      "  -H       a hot set: the same stores to a tenth as many pages\n"
	      "  -t       look at the options, and do nothing\n",
	      to);
	exit(status);
}

/* run_tests.sh says whose words these are. */
static const char *name(void)
{
	const char *outer = getenv("KVM_DIRTY_NAME");

	return outer ? outer : "rate";
}

static u64 number(const char *text, u64 most, char option)
{
	char *end;
	u64 value = strtoull(text, &end, 10);

	if (*text && !*end && value && value <= most)
		return value;
	fprintf(stderr, "%s: -%c takes a number from 1 to %lu, not '%s'\n",
		name(), option, most, text);
	exit(2);
}

static enum shape shape_of(const char *wanted)
{
	u32 i = 0;

	while (shape_name(i) && strcmp(shape_name(i), wanted))
		i++;
	if (shape_name(i))
		return i;
	fprintf(stderr, "%s: there is no shape '%s' (-h lists them)\n", name(),
		wanted);
	exit(2);
}

bool rate_options_want(const struct wish *x, const struct collector *c)
{
	return !fnmatch(x->only ? x->only : x->cost ? "*" : "bitmap", c->name,
			FNM_EXTMATCH);
}

static void need_some(const struct wish *x)
{
	const struct collector *c = collectors;

	while (c->name && !rate_options_want(x, c))
		c++;
	if (c->name)
		return;
	fprintf(stderr, "%s: no collector matches -C '%s'\n", name(), x->only);
	exit(2);
}

struct wish rate_options_parse(int argc, char **argv)
{
	struct wish x = { .shape = SHAPE_CONSTANT, .rate_mib = 16,
			  .size_mib = 32, .vcpus = 1, .windows = 20,
			  .ms = 100 };
	int option;

	while ((option = getopt(argc, argv, "S:r:m:v:C:n:w:Hcth")) != -1) {
		switch (option) {
		case 'S': x.shape = shape_of(optarg); break;
		case 'r': x.rate_mib = number(optarg, 65536, option); break;
		case 'm': x.size_mib = number(optarg, 16384, option); break;
		case 'v': x.vcpus = number(optarg, MOST_VCPUS, option); break;
		case 'C': x.only = optarg; break;
		case 'n': x.windows = number(optarg, 100000, option); break;
		case 'w': x.ms = number(optarg, 60000, option); break;
		case 'H': x.hot = true; break;
		case 'c': x.cost = true; break;
		case 't': x.only_check = true; break;
		default:
			usage(option == 'h' ? stdout : stderr,
			      option == 'h' ? 0 : 2);
		}
	}
	if (optind < argc) {
		fprintf(stderr, "%s: '%s' is no option (-h lists them)\n",
			name(), argv[optind]);
		exit(2);
	}
	/* Case rows code sizes beyond that (PER_HUGE), and the ledger needs as much again. */
	if (x.size_mib * x.vcpus >= MOST_MIB) {
		fprintf(stderr, "%s: -m %lu for each of %u vCPUs is not less than %u MiB\n",
			name(), (unsigned long)x.size_mib, x.vcpus, MOST_MIB);
		exit(2);
	}
	need_some(&x);
	return x;
}
