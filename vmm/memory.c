// SPDX-License-Identifier: GPL-2.0-only
#include "vmm/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/abi.h"
#include "lib/pageset.h"
#include "lib/truth.h"
#include "verdict/verdict.h"
#include "vmm/qmp.h"

#define PAGE ((u64)4096)
#define MAX_RANGES 10

struct memory memory_dump_part(struct qemu *q, u64 first, u64 bytes)
{
	struct memory m = { .who = q->who, .first = first, .bytes = bytes };
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/memory-%s", q->spec->dir, q->who);
	qmp_do(q, "pmemsave",
	       qmp_object("val", qmp_number(first), "size", qmp_number(bytes),
			  "filename", qmp_string(path), NULL));
	fd = open(path, O_RDONLY);
	if (fd < 0)
		verdict_error("cannot open %s: %s", path, verdict_errno(errno));
	m.at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	if (m.at == MAP_FAILED || lseek(fd, 0, SEEK_END) != (off_t)bytes)
		verdict_error("pmemsave left a file of another size");
	close(fd);
	unlink(path);
	return m;
}

struct memory memory_dump(struct qemu *q)
{
	return memory_dump_part(q, q->spec->kind->ram,
				(u64)q->spec->memory_kib << 10);
}

void memory_free(struct memory *m)
{
	munmap(m->at, m->bytes);
}

/*
 * Note each range that differs, as "0x1000-0x2fff".  Returns the number of
 * pages.
 */
static void note_pages(const struct pageset *pages, u64 first)
{
	u64 from, nr, at = 0;
	u32 nr_ranges = 0;

	for (; pageset_next_range(pages, at, &from, &nr); at = from + nr) {
		if (nr_ranges++ == MAX_RANGES)
			break;
		verdict_note("differ: 0x%lx-0x%lx", first + from * PAGE,
			     first + (from + nr) * PAGE - 1);
	}
}

void memory_compare(const struct memory *a, const struct memory *b)
{
	struct pageset differ;
	u64 nr;

	pageset_init(&differ, a->bytes / PAGE);
	for (u64 page = 0; page < a->bytes / PAGE; page++)
		if (memcmp(a->at + page * PAGE, b->at + page * PAGE, PAGE))
			pageset_add(&differ, page);
	nr = pageset_count(&differ);
	if (nr) {
		note_pages(&differ, a->first);
		verdict_fail("memory of %s and %s differs after the migration in %lu pages",
			     a->who, b->who, nr);
	}
	pageset_free(&differ);
}

u64 memory_stores(struct qemu *q, u32 vcpu)
{
	u64 pages = q->spec->command.pages, most = 0;
	struct memory m = memory_dump_part(q, q->account.vcpu[vcpu].area,
					   pages * PAGE);

	for (u64 page = 0; page < pages; page++) {
		u64 number = *(u64 *)(m.at + page * PAGE) - abi_value(vcpu, 0);

		if (number < 1ull << 48 && number > most)
			most = number;
	}
	memory_free(&m);
	return most;
}

void memory_check_truth(struct qemu *q)
{
	const struct command *c = &q->spec->command;
	u64 *must = calloc(c->pages, sizeof(*must));

	if (!must)
		abort();
	for (u32 v = 0; v < c->vcpus; v++) {
		const struct account_vcpu *l = &q->account.vcpu[v];
		struct memory m = memory_dump_part(q, l->area, c->pages * PAGE);

		truth_pages(c, v, l->final, must);
		for (u32 page = 0; page < c->pages; page++) {
			u64 holds = *(u64 *)(m.at + page * PAGE);

			if (holds != must[page])
				verdict_fail("vCPU %u: page %u of its area holds 0x%lx, 0x%lx expected",
					     v, page, holds, must[page]);
		}
		memory_free(&m);
	}
	free(must);
}
