// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/pageset.h"

#define WORD_PAGES 64

/* Misuse of a set is a bug of the test program, and says nothing about KVM. */
static void need(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "pageset: %s\n", what);
	abort();
}

static void need_page(const struct pageset *s, u64 page)
{
	need(page < s->nr_pages, "page outside the set");
}

static void need_range(const struct pageset *s, u64 first, u64 nr)
{
	need(first <= s->nr_pages && nr <= s->nr_pages - first,
	     "range reaches outside the set");
}

static void need_alike(const struct pageset *a, const struct pageset *b)
{
	need(a->nr_pages == b->nr_pages, "sets differ in size");
}

/* The bits of word @i that stand for pages of the set. */
static u64 word_mask(const struct pageset *s, u64 i)
{
	u64 nr = s->nr_pages - i * WORD_PAGES;

	return nr < WORD_PAGES ? (1ull << nr) - 1 : ~0ull;
}

/* Word @i without tail bits.  Whole words are read by this function only. */
static u64 word(const struct pageset *s, u64 i)
{
	return s->words[i] & word_mask(s, i);
}

u64 pageset_nr_words(const struct pageset *s)
{
	return s->nr_pages / WORD_PAGES + (s->nr_pages % WORD_PAGES != 0);
}

void pageset_init(struct pageset *s, u64 nr_pages)
{
	u64 nr_words;

	s->nr_pages = nr_pages;
	nr_words = pageset_nr_words(s);
	s->words = calloc(nr_words ? nr_words : 1, sizeof(*s->words));
	need(s->words, "no memory for a set");
}

void pageset_free(struct pageset *s)
{
	free(s->words);
	s->words = NULL;
	s->nr_pages = 0;
}

void pageset_empty(struct pageset *s)
{
	memset(s->words, 0, pageset_nr_words(s) * sizeof(*s->words));
}

void pageset_fill(struct pageset *s)
{
	for (u64 i = 0; i < pageset_nr_words(s); i++)
		s->words[i] = word_mask(s, i);
}

void pageset_copy(struct pageset *to, const struct pageset *from)
{
	need_alike(to, from);
	for (u64 i = 0; i < pageset_nr_words(to); i++)
		to->words[i] = word(from, i);
}

void pageset_add(struct pageset *s, u64 page)
{
	need_page(s, page);
	s->words[page / WORD_PAGES] |= 1ull << page % WORD_PAGES;
}

void pageset_del(struct pageset *s, u64 page)
{
	need_page(s, page);
	s->words[page / WORD_PAGES] &= ~(1ull << page % WORD_PAGES);
}

bool pageset_has(const struct pageset *s, u64 page)
{
	need_page(s, page);
	return s->words[page / WORD_PAGES] >> page % WORD_PAGES & 1;
}

void pageset_add_range(struct pageset *s, u64 first, u64 nr)
{
	need_range(s, first, nr);
	for (u64 page = first; page < first + nr; page++)
		pageset_add(s, page);
}

void pageset_add_counted(struct pageset *s, const u32 *counts)
{
	for (u64 page = 0; page < s->nr_pages; page++)
		if (counts[page])
			pageset_add(s, page);
}

void pageset_del_range(struct pageset *s, u64 first, u64 nr)
{
	need_range(s, first, nr);
	for (u64 page = first; page < first + nr; page++)
		pageset_del(s, page);
}

void pageset_or(struct pageset *to, const struct pageset *from)
{
	need_alike(to, from);
	for (u64 i = 0; i < pageset_nr_words(to); i++)
		to->words[i] |= word(from, i);
}

void pageset_andnot(struct pageset *to, const struct pageset *from)
{
	need_alike(to, from);
	for (u64 i = 0; i < pageset_nr_words(to); i++)
		to->words[i] &= ~word(from, i);
}

void pageset_and(struct pageset *to, const struct pageset *from)
{
	need_alike(to, from);
	for (u64 i = 0; i < pageset_nr_words(to); i++)
		to->words[i] &= word(from, i) | ~word_mask(from, i);
}

void pageset_diff(struct pageset *to, const struct pageset *a,
		  const struct pageset *b)
{
	need_alike(to, a);
	need_alike(to, b);
	for (u64 i = 0; i < pageset_nr_words(to); i++)
		to->words[i] = word(a, i) & ~word(b, i);
}

bool pageset_equal(const struct pageset *a, const struct pageset *b)
{
	need_alike(a, b);
	for (u64 i = 0; i < pageset_nr_words(a); i++)
		if (word(a, i) != word(b, i))
			return false;
	return true;
}

u64 pageset_count(const struct pageset *s)
{
	u64 count = 0;

	for (u64 i = 0; i < pageset_nr_words(s); i++)
		count += __builtin_popcountll(word(s, i));
	return count;
}

bool pageset_is_empty(const struct pageset *s)
{
	return pageset_next(s, 0) == s->nr_pages;
}

/*
 * The first page >= @from whose bit XOR @flip is 1.  With @flip 0 that is a
 * page of the set.  With @flip all ones that is a page that the set lacks.
 */
static u64 find(const struct pageset *s, u64 from, u64 flip)
{
	u64 below;

	if (from >= s->nr_pages)
		return s->nr_pages;

	below = (1ull << from % WORD_PAGES) - 1;
	for (u64 i = from / WORD_PAGES; i < pageset_nr_words(s); i++) {
		u64 left = (s->words[i] ^ flip) & word_mask(s, i) & ~below;

		if (left)
			return i * WORD_PAGES + __builtin_ctzll(left);
		below = 0;
	}
	return s->nr_pages;
}

u64 pageset_next(const struct pageset *s, u64 from)
{
	return find(s, from, 0);
}

bool pageset_next_range(const struct pageset *s, u64 from, u64 *first, u64 *nr)
{
	u64 begin = find(s, from, 0);

	if (begin == s->nr_pages)
		return false;
	*first = begin;
	*nr = find(s, begin, ~0ull) - begin;
	return true;
}

bool pageset_tail_dirty(const struct pageset *s)
{
	u64 last = pageset_nr_words(s) - 1;

	return s->nr_pages && s->words[last] & ~word_mask(s, last);
}
