// SPDX-License-Identifier: GPL-2.0-only
#include "host/machine.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "host/arch.h"
#include "host/image.h"
#include "host/vcpu.h"
#include "host/verdict.h"

#define FIRST_SLOT_GPA (1ull << 30)
#define SLOT_GAP (4ull << 20)
#define DEADLINE_S 10

static const struct image *payload(const char *name)
{
	const struct image *image = image_find(name);

	if (!image)
		verdict_error("no payload called %s", name);
	return image;
}

static u64 align_up_u64(u64 x, u64 to)
{
	return (x + to - 1) & ~(to - 1);
}

static void add_slot(struct machine *m, const struct machine_spec *spec,
		     u32 i, u64 gpa)
{
	struct machine_slot *s = &m->slot[i];
	u64 bytes = spec->slot[i].nr_pages << m->page_shift;
	void *hva = NULL;
	const char *why;

	/* Ids that are not the index, so that mixing up the two shows. */
	s->id = 10 + 7 * i;
	s->nr_pages = spec->slot[i].nr_pages;
	s->logged = !spec->slot[i].unlogged;
	s->gpa = spec->slot[i].gpa ? spec->slot[i].gpa : gpa;
	why = backing_map(spec->backing, bytes, &hva);
	if (why)
		verdict_skip("backing %s: %s", spec->backing->name, why);
	s->hva = hva;
	if (__vm_set_user_memory_region(m->vm, s->id, 0, s->gpa, bytes, hva))
		verdict_error("slot of %lu pages at 0x%lx: %s",
			      s->nr_pages,
			      s->gpa, strerror(errno));
	for (u64 at = 0; at < bytes; at += m->vm->page_size)
		virt_pg_map(m->vm, s->gpa + at, s->gpa + at);
}

/* Pages for image, stacks, vCPU blocks and the page tables of it all. */
static u64 slot0_pages(const struct machine_spec *spec)
{
	u64 pages = 1024 + spec->nr_vcpus * 8ull;

	for (u32 i = 0; i < MACHINE_MAX_SLOTS; i++)
		pages += spec->slot[i].nr_pages / 256 + 16;
	return align_up_u64(pages, 16);
}

struct machine *machine_create(const struct machine_spec *spec)
{
	struct machine *m = calloc(1, sizeof(*m));
	const struct image *image = payload(spec->payload);
	u64 gpa = FIRST_SLOT_GPA;
	pthread_condattr_t attr;

	m->nr_vcpus = spec->nr_vcpus;
	m->vcpu = calloc(m->nr_vcpus, sizeof(*m->vcpu));
	m->page_shift = __builtin_ctz(getpagesize());
	m->deadline_s = DEADLINE_S * spec->timeout_scale;
	pthread_mutex_init(&m->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&m->changed, &attr);
	vcpu_setup_kick();

	m->vm = vm_create_barebones();
	vm_userspace_mem_region_add(m->vm, VM_MEM_SRC_ANONYMOUS, 0, 0,
				    slot0_pages(spec), 0);
	kvm_vm_elf_load(m->vm, image_path(image));
	for (u32 i = 0; i < MACHINE_MAX_SLOTS && spec->slot[i].nr_pages; i++) {
		if (!spec->adjacent)
			gpa = align_up_u64(gpa, spec->backing->align_bytes);
		add_slot(m, spec, i, gpa);
		gpa = m->slot[i].gpa + (m->slot[i].nr_pages << m->page_shift);
		if (!spec->adjacent)
			gpa += SLOT_GAP;
		m->nr_slots++;
	}
	return m;
}

void machine_set_guest_dirty(struct machine *m)
{
	for (u32 i = 0; i < m->nr_slots; i++) {
		const struct machine_slot *s = &m->slot[i];
		u64 end = s->gpa + (s->nr_pages << m->page_shift);

		for (u64 at = s->gpa; at < end; at += m->vm->page_size)
			arch_guest_pte_dirty(m->vm, at, true);
	}
}

bool machine_break_traps(struct machine *m)
{
	return arch_break_traps(m->vm, addr_gva2hva(m->vm, ABI_IMAGE_GVA));
}

static u64 alloc_at(struct machine *m, u64 gva, u64 bytes)
{
	u64 got = __vm_vaddr_alloc(m->vm, bytes, gva, MEM_REGION_DATA);

	if (got != gva)
		verdict_error("guest address 0x%lx is taken",
			      gva);
	return got;
}

void machine_boot(struct machine *m)
{
	const struct abi_image *header =
		addr_gva2hva(m->vm, ABI_IMAGE_GVA);
	u64 blocks = alloc_at(m, ABI_VCPU_GVA,
			      m->nr_vcpus * sizeof(struct abi_vcpu));
	struct abi_vcpu *block = addr_gva2hva(m->vm, blocks);

	alloc_at(m, ABI_STACK_GVA, m->nr_vcpus * ABI_STACK_BYTES);
	for (u32 i = 0; i < m->nr_vcpus; i++) {
		struct machine_vcpu *v = &m->vcpu[i];

		v->machine = m;
		v->index = i;
		v->block = block + i;
		v->block->credit = ~0ull;
		v->kvm = arch_vcpu_create(m->vm, i, header, v->block,
					  blocks + i * sizeof(*block));
		if (m->ring_entries) {
			v->ring = mmap(NULL,
				       m->ring_entries * sizeof(*v->ring),
				       PROT_READ | PROT_WRITE, MAP_SHARED,
				       v->kvm->fd, KVM_DIRTY_LOG_PAGE_OFFSET *
						   getpagesize());
			if (v->ring == MAP_FAILED)
				verdict_error("mmap of the dirty ring: %s",
					      strerror(errno));
		}
		errno = pthread_create(&v->thread, NULL, vcpu_thread, v);
		if (errno)
			verdict_error("pthread_create: %s", strerror(errno));
		machine_go(m, i);
	}
	machine_wait(m, NULL, NULL);
}

void machine_log(struct machine *m, u32 slot, bool on)
{
	struct machine_slot *s = &m->slot[slot];

	if (__vm_set_user_memory_region(m->vm, s->id,
					on ? KVM_MEM_LOG_DIRTY_PAGES : 0,
					s->gpa, s->nr_pages << m->page_shift,
					s->hva))
		verdict_fail("switching logging %s: %s", on ? "on" : "off",
			     strerror(errno));
	s->logging = on;
}

void machine_credit(struct machine *m, u32 vcpu, u64 store)
{
	__atomic_store_n(&m->vcpu[vcpu].block->credit, store, __ATOMIC_RELEASE);
}

void machine_go(struct machine *m, u32 vcpu)
{
	struct machine_vcpu *v = &m->vcpu[vcpu];

	pthread_mutex_lock(&m->lock);
	v->nr_full = 0;
	v->state = VCPU_GO;
	pthread_cond_broadcast(&m->changed);
	pthread_mutex_unlock(&m->lock);
}

/* The store that a vCPU was at, in the payload's words. */
static void __attribute__((noreturn)) gone(struct machine_vcpu *v, bool hung)
{
	const struct abi_vcpu *b = v->block;

	verdict_note("vCPU %u was at store record %lu of %u, store number %lu",
		     v->index, b->records, b->nr_records,
		     b->stores);
	if (hung)
		verdict_timeout("vCPU %u hangs: no store begun for %u s, pc 0x%lx",
				v->index, v->machine->deadline_s,
				arch_pc(v->kvm));
	if (v->cannot && v->machine->probing)
		verdict_skip("host cannot execute %s: %s",
			     v->machine->probing, v->words);
	if (v->cannot)
		verdict_error("vCPU %u: %s", v->index, v->words);
	verdict_fail("guest died, vCPU %u: %s", v->index, v->words);
}

static u64 stores_begun(const struct machine *m)
{
	u64 sum = 0;

	for (u32 i = 0; i < m->nr_vcpus; i++)
		sum += __atomic_load_n(&m->vcpu[i].block->stores,
				       __ATOMIC_RELAXED);
	return sum;
}

/* For a hang: the first vCPU that is still under way, out of KVM_RUN. */
static void __attribute__((noreturn)) hung(struct machine *m)
{
	struct timespec until;
	struct machine_vcpu *v;

	for (v = m->vcpu; v->state != VCPU_GO; v++)
		;
	vcpu_kick(v);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += m->deadline_s;
	while (v->state == VCPU_GO)
		if (pthread_cond_timedwait(&m->changed, &m->lock, &until))
			verdict_timeout("vCPU %u hangs inside KVM_RUN and does not heed a signal",
					v->index);
	gone(v, true);
}

/* The first vCPU in @state, NULL if there is none.  The lock is held. */
static struct machine_vcpu *any(struct machine *m,
				enum machine_vcpu_state state)
{
	for (u32 i = 0; i < m->nr_vcpus; i++)
		if (m->vcpu[i].state == state)
			return &m->vcpu[i];
	return NULL;
}

/* Wait for a change; a hang is a deadline in which no store was begun. */
static void wait_for_change(struct machine *m)
{
	u64 before = stores_begun(m);
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += m->deadline_s;
	while (pthread_cond_timedwait(&m->changed, &m->lock, &until)) {
		if (stores_begun(m) == before)
			hung(m);
		before = stores_begun(m);
		until.tv_sec += m->deadline_s;
	}
}

/* Look after dead and full vCPUs; true if some vCPU is still under way. */
static bool serve(struct machine *m,
		  void (*full)(void *ctx, struct machine_vcpu *v), void *ctx)
{
	struct machine_vcpu *v;
	bool more;

	pthread_mutex_lock(&m->lock);
	v = any(m, VCPU_DEAD);
	if (v)
		gone(v, false);
	v = any(m, VCPU_FULL);
	if (v) {
		if (!full)
			verdict_fail("vCPU %u: KVM_EXIT_DIRTY_RING_FULL where nothing is logged",
				     v->index);
		v->nr_full++;
		pthread_mutex_unlock(&m->lock);
		full(ctx, v);
		pthread_mutex_lock(&m->lock);
		v->state = VCPU_GO;
		pthread_cond_broadcast(&m->changed);
	}
	more = any(m, VCPU_GO) || any(m, VCPU_FULL);
	pthread_mutex_unlock(&m->lock);
	return more;
}

void machine_wait(struct machine *m,
		  void (*full)(void *ctx, struct machine_vcpu *v), void *ctx)
{
	while (serve(m, full, ctx)) {
		pthread_mutex_lock(&m->lock);
		if (!any(m, VCPU_FULL) && !any(m, VCPU_DEAD) && any(m, VCPU_GO))
			wait_for_change(m);
		pthread_mutex_unlock(&m->lock);
	}
}

bool machine_wait_stores(struct machine *m, u64 total,
			 void (*full)(void *ctx, struct machine_vcpu *v),
			 void *ctx)
{
	u64 last = 0;
	time_t since = 0;

	while (serve(m, full, ctx)) {
		u64 now = stores_begun(m);
		struct timespec t;

		if (now >= total)
			return true;
		clock_gettime(CLOCK_MONOTONIC, &t);
		if (now != last) {
			last = now;
			since = t.tv_sec;
		} else if (since && t.tv_sec - since > m->deadline_s) {
			pthread_mutex_lock(&m->lock);
			if (any(m, VCPU_GO))
				hung(m);
			pthread_mutex_unlock(&m->lock);
		}
		sched_yield();
	}
	return false;
}

void machine_pause(struct machine *m)
{
	pthread_mutex_lock(&m->lock);
	for (u32 i = 0; i < m->nr_vcpus; i++)
		if (m->vcpu[i].state == VCPU_GO)
			vcpu_kick(&m->vcpu[i]);
	while (any(m, VCPU_GO))
		wait_for_change(m);
	pthread_mutex_unlock(&m->lock);
}

void machine_resume(struct machine *m)
{
	pthread_mutex_lock(&m->lock);
	for (u32 i = 0; i < m->nr_vcpus; i++) {
		struct machine_vcpu *v = &m->vcpu[i];

		v->pause = false;
		__atomic_store_n(&v->kvm->run->immediate_exit, 0,
				 __ATOMIC_RELEASE);
		if (v->state == VCPU_PAUSED)
			v->state = VCPU_GO;
	}
	pthread_cond_broadcast(&m->changed);
	pthread_mutex_unlock(&m->lock);
}

void *machine_hva(struct machine *m, u64 gva)
{
	for (u32 i = 0; i < m->nr_slots; i++) {
		struct machine_slot *s = &m->slot[i];

		if (gva >= s->gpa &&
		    gva < s->gpa + (s->nr_pages << m->page_shift))
			return s->hva + (gva - s->gpa);
	}
	return NULL;
}
