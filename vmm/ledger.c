// SPDX-License-Identifier: GPL-2.0-only
#include "vmm/ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ledger_init(struct ledger *l, u32 nr_vcpus)
{
	memset(l, 0, sizeof(*l));
	l->nr_vcpus = nr_vcpus;
	ledger_restart(l);
}

/* Read the value of " key=" in @line.  False if @line has no such key. */
static bool value_of(const char *line, const char *key, u64 *value)
{
	char pattern[32];
	const char *at;
	char *end;

	snprintf(pattern, sizeof(pattern), " %s=", key);
	at = strstr(line, pattern);
	if (!at)
		return false;
	at += strlen(pattern);
	*value = strtoull(at, &end, 0);
	return end > at;
}

static struct ledger_vcpu *vcpu_of(struct ledger *l, const char *line)
{
	u64 vcpu;

	if (!value_of(line, "vcpu", &vcpu) || vcpu >= l->nr_vcpus)
		return NULL;
	return &l->vcpu[vcpu];
}

static void read_second(struct ledger *l, const char *line)
{
	struct ledger_vcpu *v = vcpu_of(l, line);
	u64 forgiven;

	/* After a migration the first line may lack its beginning. */
	if (!v || !value_of(line, "total", &v->total) ||
	    !value_of(line, "written", &v->written) ||
	    !value_of(line, "unique", &v->unique) ||
	    !value_of(line, "late", &v->late) ||
	    !value_of(line, "forgiven", &forgiven))
		return;
	v->seconds++;
	v->forgiven += forgiven;
	if (v->late > v->worst_late)
		v->worst_late = v->late;
	if (v->unique < v->least_unique)
		v->least_unique = v->unique;
}

static void keep(char *to, size_t room, const char *line)
{
	if (!*to)
		snprintf(to, room, "%.159s", line);
}

static void read_line(struct ledger *l, const char *line)
{
	const char *word = strstr(line, "dirtier: ");
	struct ledger_vcpu *v;

	if (*line)
		snprintf(l->last, sizeof(l->last), "%.159s", line);
	if (!word)
		return;
	word += strlen("dirtier: ");
	v = vcpu_of(l, word);
	if (!strncmp(word, "boot ", 5))
		value_of(word, "own", &l->own);
	else if (!strncmp(word, "area ", 5) && v)
		l->booted = value_of(word, "base", &v->area) &&
			    v == &l->vcpu[l->nr_vcpus - 1];
	else if (!strncmp(word, "second ", 7))
		read_second(l, word);
	else if (!strncmp(word, "bad ", 4))
		keep(l->bad, sizeof(l->bad), word);
	else if (!strncmp(word, "final ", 6) && v)
		value_of(word, "total", &v->final);
	else if (!strncmp(word, "end ", 4))
		l->ended = value_of(word, "bad", &l->nr_bad);
	else if (!strncmp(word, "trap ", 5) || !strncmp(word, "error ", 6))
		keep(l->broken, sizeof(l->broken), word);
}

void ledger_feed(struct ledger *l, const char *text, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		char c = text[i];

		if (c == '\n' || l->length == sizeof(l->line) - 1) {
			l->line[l->length] = 0;
			l->length = 0;
			read_line(l, l->line);
		} else if (c >= ' ' && c <= '~') {
			l->line[l->length++] = c;
		}
	}
}

void ledger_restart(struct ledger *l)
{
	for (u32 i = 0; i < l->nr_vcpus; i++) {
		l->vcpu[i].worst_late = 0;
		l->vcpu[i].forgiven = 0;
		l->vcpu[i].least_unique = UINT64_MAX;
	}
}

u64 ledger_seconds(const struct ledger *l)
{
	u64 least = UINT64_MAX;

	for (u32 i = 0; i < l->nr_vcpus; i++)
		if (l->vcpu[i].seconds < least)
			least = l->vcpu[i].seconds;
	return least;
}
