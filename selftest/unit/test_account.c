// SPDX-License-Identifier: GPL-2.0-only
/*
 * The firmware payload's account as it comes over a serial port: in pieces,
 * with the firmware's own output before it, and from the middle on after a
 * migration.
 */
#include <string.h>

#include "selftest/unit/unit.h"
#include "vmm/account.h"

static struct account a;

static void feed(const char *text)
{
	account_feed(&a, text, strlen(text));
}

static void whole(void)
{
	account_init(&a, 2);
	feed("\x1b[2J\x1b[01;01HBdsDxe: starting Boot0001\r\n\r\n"
	     "dirtier: boot arch=x86 cpus=2 vcpus=2 pages=8 own=42\r\n"
	     "dirtier: area vcpu=0 base=0xd000 rate=5\r\n");
	check(!a.booted && a.own == 42, "one-area-is-not-booted");
	feed("dirtier: area vcpu=1 base=0xc000 rate=5\r\n");
	check(a.booted && a.vcpu[0].area == 0xd000 && a.vcpu[1].area == 0xc000,
	      "both-areas-are");
	feed("dirtier: second number=1 vcpu=0 total=7 written=6 unique=5 "
	     "mib=0.01 late=4 forgiven=0\r\n");
	check(!account_seconds(&a), "the-slowest-vcpu-counts");
	for (const char *c = "dirtier: second number=1 vcpu=1 total=3 written=3 "
			     "unique=3 mib=0.01 late=9 forgiven=3\r\n"; *c; c++)
		account_feed(&a, c, 1);
	check(account_seconds(&a) == 1 && a.vcpu[0].total == 7 &&
		      a.vcpu[0].unique == 5 && a.vcpu[0].worst_late == 4 &&
		      a.vcpu[1].worst_late == 9 && a.vcpu[1].least_unique == 3 &&
		      a.vcpu[1].forgiven == 3,
	      "piece-by-piece");
	check(!a.nr_marks, "no-mark-yet");
	feed("dirtier: mark\r\n");
	check(a.nr_marks == 1, "a-mark");
	account_restart(&a);
	check(!a.vcpu[1].worst_late && a.vcpu[1].seconds == 1, "restart");
	feed("dirtier: final vcpu=0 total=70 bad=0\r\n"
	     "dirtier: final vcpu=1 total=30 bad=2\r\n"
	     "dirtier: end total=100 bad=2\r\n");
	check(a.ended && a.nr_bad == 2 && a.vcpu[0].final == 70 &&
		      a.vcpu[1].final == 30, "end");
}

static void trouble(void)
{
	char text[2000];

	account_init(&a, 1);
	feed("ond number=1 vcpu=0 total=7 written=6 unique=5 late=4 forgiven=0\r\n");
	check(!account_seconds(&a), "a-line-without-its-begin");
	feed("dirtier: second number=1 vcpu=0 total=7 writ\r\n"
	     "dirtier: second number=1 vcpu=1 total=7 written=6 unique=5 late=4 forgiven=0\r\n");
	check(!account_seconds(&a), "half-a-line-and-an-unknown-vcpu");
	feed("dirtier: bad vcpu=0 page=3 holds=0x0 must=0x1\r\n"
	     "dirtier: bad vcpu=0 page=4 holds=0x0 must=0x1\r\n");
	check(strstr(a.bad, "page=3") && !strstr(a.bad, "page=4"), "first-bad");
	feed("dirtier: end total=100\r\n");
	check(!a.ended, "an-end-without-a-count");
	memset(text, 'x', sizeof(text));
	account_feed(&a, text, sizeof(text));
	feed("\ndirtier: trap vector=0xe error=0x0 pc=0x1 address=0x2\r\n");
	check(strstr(a.broken, "vector=0xe"), "trap-after-a-long-line");
}

int main(void)
{
	unit_begin("test_account");
	whole();
	trouble();
	return unit_end();
}
