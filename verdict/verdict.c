// SPDX-License-Identifier: GPL-2.0-only
#include "verdict/verdict.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct verdict_page *verdict_page;

/* vCPU threads report, too: the first verdict stands. */
static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;

static void (*at_end)(void);

void verdict_at_end(void (*what)(void))
{
	at_end = what;
}

static void __attribute__((noreturn)) leave(enum verdict_kind kind)
{
	verdict_page->kind = kind;
	if (at_end)
		at_end();
	fflush(stdout);
	_exit(0);
}

static void __attribute__((noreturn)) end(enum verdict_kind kind, const char *fmt,
					  va_list args)
{
	pthread_mutex_lock(&first);
	vsnprintf(verdict_page->reason, sizeof(verdict_page->reason), fmt, args);
	for (char *c = verdict_page->reason; *c; c++)
		if (*c == '\n' || *c == '#')
			*c = ' ';
	leave(kind);
}

void verdict_pass(void)
{
	pthread_mutex_lock(&first);
	leave(VERDICT_PASS);
}

#define DEFINE_VERDICT(name, value)              \
	void verdict_##name(const char *fmt, ...) \
	{                                        \
		va_list args;                    \
						 \
		va_start(args, fmt);             \
		end(value, fmt, args);           \
	}

DEFINE_VERDICT(skip, VERDICT_SKIP)
DEFINE_VERDICT(fail, VERDICT_FAIL)
DEFINE_VERDICT(timeout, VERDICT_TIMEOUT)
DEFINE_VERDICT(error, VERDICT_ERROR)

static struct verdict_page *case_page;

/* The youngest VERDICT_MAX_TIDS are kept. */
static void own_thread(struct verdict_page *p)
{
	u32 i = __atomic_fetch_add(&p->nr_tids, 1, __ATOMIC_RELAXED);

	p->tid[i % VERDICT_MAX_TIDS] = syscall(SYS_gettid);
}

void verdict_own_thread(void)
{
	own_thread(verdict_page);
	if (case_page)
		own_thread(case_page);
}

void verdict_part_of(struct verdict_page *p)
{
	case_page = p;
}

void verdict_note(const char *fmt, ...)
{
	struct verdict_page *p = verdict_page;
	size_t room = sizeof(p->notes) - p->notes_len;
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(p->notes + p->notes_len, room, fmt, args);
	va_end(args);
	if (n < 0 || (size_t)n + 2 > room)
		return;
	p->notes_len += n;
	p->notes[p->notes_len++] = '\n';
	p->notes[p->notes_len] = 0;
}

void verdict_turn(bool noticed, const char *what, const char *says)
{
	static const char *const kinds[] = {
		[VERDICT_NONE] = "none", [VERDICT_PASS] = "passed",
		[VERDICT_SKIP] = "skipped", [VERDICT_FAIL] = "failed",
		[VERDICT_TIMEOUT] = "timeout", [VERDICT_ERROR] = "error",
	};
	struct verdict_page *v = verdict_page;

	if (noticed) {
		memset(v, 0, offsetof(struct verdict_page, begun_ms));
		v->kind = VERDICT_PASS;
		return;
	}
	verdict_note("the verdict was %s: %s", kinds[v->kind], v->reason);
	v->kind = VERDICT_ERROR;
	snprintf(v->reason, sizeof(v->reason), "%s was not noticed as '%s'",
		 what, says);
}

const char *verdict_errno(int err)
{
	return err ? strerror(err) : "success";
}
