// SPDX-License-Identifier: GPL-2.0-only
#include "vmm/account.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void account_init(struct account *a, u32 nr_vcpus)
{
	memset(a, 0, sizeof(*a));
	a->nr_vcpus = nr_vcpus;
	account_restart(a);
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

static struct account_vcpu *vcpu_of(struct account *a, const char *line)
{
	u64 vcpu;

	if (!value_of(line, "vcpu", &vcpu) || vcpu >= a->nr_vcpus)
		return NULL;
	return &a->vcpu[vcpu];
}

static void read_second(struct account *a, const char *line)
{
	struct account_vcpu *v = vcpu_of(a, line);
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

static void read_line(struct account *a, const char *line)
{
	const char *word = strstr(line, "dirtier: ");
	struct account_vcpu *v;

	if (*line)
		snprintf(a->last, sizeof(a->last), "%.159s", line);
	if (!word)
		return;
	word += strlen("dirtier: ");
	v = vcpu_of(a, word);
	if (!strncmp(word, "boot ", 5))
		value_of(word, "own", &a->own);
	else if (!strncmp(word, "area ", 5) && v)
		a->booted = value_of(word, "base", &v->area) &&
			    v == &a->vcpu[a->nr_vcpus - 1];
	else if (!strncmp(word, "second ", 7))
		read_second(a, word);
	else if (!strncmp(word, "bad ", 4))
		keep(a->bad, sizeof(a->bad), word);
	else if (!strncmp(word, "final ", 6) && v)
		value_of(word, "total", &v->final);
	else if (!strcmp(word, "mark"))
		a->nr_marks++;
	else if (!strncmp(word, "end ", 4))
		a->ended = value_of(word, "bad", &a->nr_bad);
	else if (!strncmp(word, "trap ", 5) || !strncmp(word, "error ", 6))
		keep(a->broken, sizeof(a->broken), word);
}

void account_feed(struct account *a, const char *text, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		char c = text[i];

		if (c == '\n' || a->length == sizeof(a->line) - 1) {
			a->line[a->length] = 0;
			a->length = 0;
			read_line(a, a->line);
		} else if (c >= ' ' && c <= '~') {
			a->line[a->length++] = c;
		}
	}
}

void account_restart(struct account *a)
{
	for (u32 i = 0; i < a->nr_vcpus; i++) {
		a->vcpu[i].worst_late = 0;
		a->vcpu[i].forgiven = 0;
		a->vcpu[i].least_unique = UINT64_MAX;
	}
}

u64 account_seconds(const struct account *a)
{
	u64 least = UINT64_MAX;

	for (u32 i = 0; i < a->nr_vcpus; i++)
		if (a->vcpu[i].seconds < least)
			least = a->vcpu[i].seconds;
	return least;
}
