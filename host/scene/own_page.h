/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A page of slot 0 that KVM writes by itself (host/scene/own_write.h), and what a round must
 * report of it.  The guest stores to other pages, so that the vCPU goes through KVM_RUN.
 */
#ifndef HOST_SCENE_OWN_PAGE_H
#define HOST_SCENE_OWN_PAGE_H

#include "host/machine/own_write.h"
#include "host/round/run.h"

#define OWN_WRITE 0 /* index of test_case.n[]: which of own_write.h's it is */
#define OWN_AT 1 /* index of n[], too: the page; 0: OWN_PAGE */
#define OWN_PAGE 16 /* aligned to 64 KiB with every page size */
#define OWN_OTHER_PAGE 62 /* the first of those that the guest stores to */
#define OWN_OTHERS 4

/* The case's own write. */
const struct arch_own_write *own_page_write(const struct run *r);

/* The index of the page that KVM writes, and its guest physical address in bytes. */
u64 own_page(const struct run *r);
u64 own_page_gpa(const struct run *r);

/* own_write_start() for that page. */
void own_page_start(struct run *r);

/* KVM writes page @page of slot 0 from the next own_page_start() on. */
void own_page_move(u64 page);

/* Queue the guest's stores; the same, and run them on vCPU 0. */
void own_page_queue(struct run *r);
void own_page_run(struct run *r);

/*
 * Harvest, and judge the guest's stores.  KVM's own page must, or may, be reported too, and
 * the one before it where the write begins there.
 */
void own_page_judge(struct run *r, bool must, bool may);

/* own_page_run() and own_page_judge(). */
void own_page_round(struct run *r, bool must, bool may);

#endif
