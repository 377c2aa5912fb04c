// SPDX-License-Identifier: GPL-2.0-only
#include "host/machine/machine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/machine/arch.h"
#include "host/machine/files.h"
#include "host/machine/image.h"
#include "host/machine/vcpu.h"
#include "verdict/verdict.h"

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

/*
 * The end of the guest's physical addresses, or of the lower half of its
 * virtual addresses if that is lower: a slot has the same address in both.
 * Virtual addresses have 48 bits, of which the highest is a sign.
 */
static u64 top_of(const struct machine *m)
{
	u64 end = (m->vm->max_gfn + 1) << m->vm->page_shift;

	return end < 1ull << 47 ? end : 1ull << 47;
}

/*
 * KVM's number of a slot is not its index, so that a mix-up of the two shows.
 * Another address space has the same numbers.
 */
static u32 slot_number(const struct machine *m, u32 i)
{
	u32 nr_before = 0;

	for (u32 k = 0; k < i; k++)
		nr_before += m->slot[k].as_id == m->slot[i].as_id;
	return 10 + 7 * nr_before;
}

static u64 behind_huge_edge(const struct machine *m, enum hva hva, u64 gpa)
{
	u64 page = 1ull << m->page_shift;
	u64 huge = page * page / sizeof(u64);
	u64 more = hva == HVA_PAGE_OFF ? page : hva == HVA_WORD_OFF ? 64 * page : 0;

	return hva == HVA_ALIGNED ? 0 : (gpa + more) % huge;
}

static void add_slot(struct machine *m, const struct machine_spec *spec,
		     u32 i, u64 gpa)
{
	struct machine_slot *s = &m->slot[i];
	u64 behind, bytes = spec->slot[i].nr_pages << m->page_shift;
	void *hva = NULL;
	const char *why;

	s->as_id = spec->slot[i].as_id;
	s->id = s->as_id << 16 | slot_number(m, i);
	s->nr_pages = spec->slot[i].nr_pages;
	s->logged = !spec->slot[i].unlogged;
	s->gpa = spec->slot[i].gpa ? spec->slot[i].gpa : gpa;
	if (s->gpa == MACHINE_GPA_TOP)
		s->gpa = top_of(m) - bytes;
	else if (s->gpa == MACHINE_GPA_FIRST)
		s->gpa = m->slot[0].gpa;
	behind = behind_huge_edge(m, spec->hva, s->gpa);
	why = spec->slot[i].alias ? NULL :
				    backing_map(spec->backing, behind + bytes, &hva);
	if (why)
		verdict_skip("backing %s: %s", spec->backing->name, why);
	s->hva = hva ? (u8 *)hva + behind : m->slot[0].hva;
	if (__vm_set_user_memory_region(m->vm, s->id, 0, s->gpa, bytes, s->hva))
		verdict_error("slot of %lu pages at 0x%lx: %s",
			      s->nr_pages,
			      s->gpa, strerror(errno));
	if (!s->as_id)
		machine_map_slot(m, i);
}

static u32 most_vcpus(const struct machine_spec *spec)
{
	return spec->nr_vcpus + spec->nr_late_vcpus;
}

static u32 nr_slots(const struct machine_spec *spec)
{
	u32 nr = 0;

	while (nr < MACHINE_MAX_SLOTS && spec->slot[nr].nr_pages)
		nr++;
	return nr;
}

/*
 * Guest pages for the image, stacks, vCPU blocks, and the page tables that map
 * all of it. A table has one entry for each 8 bytes of a page.
 */
static u64 slot0_pages(const struct machine *m, const struct machine_spec *spec)
{
	u64 page_size = m->vm->page_size;
	u64 bytes = (4ull << 20) + 64 * page_size +
		    most_vcpus(spec) * (2 * ABI_STACK_BYTES);

	for (u32 i = 0; i < MACHINE_MAX_SLOTS; i++) {
		u64 slot_bytes = spec->slot[i].nr_pages << m->page_shift;

		bytes += slot_bytes / page_size * 16 + 16 * page_size;
		if (spec->nest)
			bytes += slot_bytes / page_size * 16 + 16 * page_size;
	}
	return align_up_u64(bytes, 64 << 10) / page_size;
}

/* What an entry above the last level maps on arm64: 2M with pages of 4K. */
static u64 block_bytes(void)
{
	return (u64)getpagesize() * getpagesize() / sizeof(u64);
}

static struct machine *newest;

/*
 * The library exits when a call fails, without a verdict.  KVM refuses all calls of a VM that it
 * has given up, with EIO (kvm_vm_dead() in include/linux/kvm_host.h): that is KVM's verdict.
 */
static void blame_dead_vm(void)
{
	if (verdict_page->kind)
		return;
	for (const struct machine *m = newest; m; m = m->older)
		if (__vm_ioctl(m->vm, KVM_CHECK_EXTENSION, (void *)KVM_CAP_USER_MEMORY) < 0 &&
		    errno == EIO)
			verdict_fail("guest died: KVM has given the VM up, and refuses all its calls");
}

struct machine *machine_create(const struct machine_spec *spec)
{
	struct machine *m = calloc(1, sizeof(*m));
	pthread_condattr_t attr;

	m->nr_vcpus = spec->nr_vcpus;
	m->most_vcpus = most_vcpus(spec);
	m->vcpu = calloc(m->most_vcpus, sizeof(*m->vcpu));
	m->page_shift = __builtin_ctz(getpagesize());
	m->nest = spec->nest;
	m->user = spec->user;
	m->hyperv = spec->hyperv;
	m->vcpu_id_step = spec->vcpu_id_step ? spec->vcpu_id_step : 1;
	m->deadline_s = DEADLINE_S * spec->timeout_scale;
	pthread_mutex_init(&m->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&m->changed, &attr);
	vcpu_setup_kick();

	if (kvm_check_cap(KVM_CAP_MAX_VCPUS) < m->most_vcpus)
		verdict_skip("KVM_CAP_MAX_VCPUS is %u, %u needed",
			     kvm_check_cap(KVM_CAP_MAX_VCPUS), m->most_vcpus);
	files_raise(m->most_vcpus, nr_slots(spec));
	m->vm = arch_vm_create(spec->guest_page_shift);
	if (!newest)
		atexit(blame_dead_vm);
	m->older = newest;
	newest = m;
	m->guest_page_shift = m->vm->page_shift;
	if ((spec->irqchip || (spec->nest && arch_limits.nest_irqchip)) &&
	    !arch_irqchip(m->vm))
		verdict_skip("KVM has no interrupt controller of its own here");
	if (spec->split_blocks) {
		if (!(kvm_check_cap(KVM_CAP_ARM_SUPPORTED_BLOCK_SIZES) & block_bytes()))
			verdict_skip("this KVM splits no blocks of %lu bytes by itself",
				     block_bytes());
		vm_enable_cap(m->vm, KVM_CAP_ARM_EAGER_SPLIT_CHUNK_SIZE, block_bytes());
	}
	return m;
}

void machine_add_slots(struct machine *m, const struct machine_spec *spec)
{
	const struct image *image = payload(spec->payload);
	u64 gpa = MACHINE_GPA_USUAL;

	vm_userspace_mem_region_add(m->vm, VM_MEM_SRC_ANONYMOUS, 0, 0,
				    slot0_pages(m, spec), 0);
	kvm_vm_elf_load(m->vm, image_path(image));
	/* A test that forks shares its slots, and nothing that the payload runs on. */
	madvise(addr_gpa2hva(m->vm, 0), slot0_pages(m, spec) * m->vm->page_size,
		MADV_DONTFORK);
	for (u32 i = 0; i < nr_slots(spec); i++) {
		if (!spec->adjacent)
			gpa = align_up_u64(gpa,
					   backing_align_bytes(spec->backing));
		add_slot(m, spec, i, gpa);
		m->nr_slots++;
		/* Another address space has addresses of its own. */
		if (m->slot[i].as_id)
			continue;
		gpa = m->slot[i].gpa + (m->slot[i].nr_pages << m->page_shift);
		if (!spec->adjacent)
			gpa += SLOT_GAP;
	}
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
	u64 got = compat_alloc(m->vm, bytes, gva);

	if (got != gva)
		verdict_error("guest address 0x%lx is taken",
			      gva);
	return got;
}

struct machine_nested_log machine_nested_log(const struct machine *m)
{
	u32 slot = m->nr_slots - 1;
	u32 page = m->slot[slot].nr_pages - 1;
	u64 offset = (u64)page << m->page_shift;

	return (struct machine_nested_log){
		.gpa = m->slot[slot].gpa + offset,
		.entries = (u64 *)(m->slot[slot].hva + offset),
	};
}

static void create_vcpu(struct machine *m, u32 i)
{
	const struct abi_image *header =
		addr_gva2hva(m->vm, ABI_IMAGE_GVA);
	u64 block_gva = ABI_VCPU_GVA + i * sizeof(struct abi_vcpu);
	struct machine_vcpu *v = &m->vcpu[i];
	const char *why;

	v->machine = m;
	v->index = i;
	v->block = addr_gva2hva(m->vm, block_gva);
	v->kvm = arch_vcpu_create(m->vm, i * m->vcpu_id_step, i, header, v->block, block_gva,
				  (m->nest ? ARCH_WANTS_NEST : 0) |
					  (m->hyperv ? ARCH_WANTS_HYPERV : 0));
	why = m->user && !i ? arch_user(m->vm) : NULL;
	if (why)
		verdict_skip("%s", why);
	why = m->nest ? arch_nest(m->vm, v->kvm, v->block, m->nest,
				  machine_nested_log(m).gpa) :
			NULL;
	if (why)
		verdict_skip("%s", why);
	if (m->ring_entries) {
		v->ring = mmap(NULL, m->ring_entries * sizeof(*v->ring),
			       PROT_READ | PROT_WRITE, MAP_SHARED, v->kvm->fd,
			       KVM_DIRTY_LOG_PAGE_OFFSET * getpagesize());
		if (v->ring == MAP_FAILED)
			verdict_error("mmap of the dirty ring: %s",
				      strerror(errno));
	}
}

/* Let a vCPU run that was created, without waiting for it. */
static void start_vcpu(struct machine *m, u32 i)
{
	struct machine_vcpu *v = &m->vcpu[i];

	errno = pthread_create(&v->thread, NULL, vcpu_thread, v);
	if (errno == EAGAIN)
		verdict_skip("no thread for vCPU %u of %u: see ulimit -u, and pids.max of the cgroup",
			     i, m->nr_vcpus);
	if (errno)
		verdict_error("pthread_create: %s", strerror(errno));
	machine_go(m, i);
}

void machine_boot(struct machine *m)
{
	alloc_at(m, ABI_VCPU_GVA, m->most_vcpus * sizeof(struct abi_vcpu));
	alloc_at(m, ABI_STACK_GVA, m->most_vcpus * ABI_STACK_BYTES);
	/* Protected KVM has no room for a vCPU that comes when one has run. */
	for (u32 i = 0; i < m->nr_vcpus; i++)
		create_vcpu(m, i);
	arch_irqchip_vcpus();
	for (u32 i = 0; i < m->nr_vcpus; i++) {
		start_vcpu(m, i);
		m->vcpu[i].block->credit = ~0ull;
	}
	machine_wait(m);
}

void machine_add_vcpu(struct machine *m)
{
	u32 i = m->nr_vcpus;

	if (i == m->most_vcpus)
		verdict_error("no room for vCPU %u", i);
	create_vcpu(m, i);
	start_vcpu(m, i);
	m->nr_vcpus++;
	/* A vCPU that was never given credit cannot seem to have spent it. */
	machine_wait_spent(m, i);
	m->vcpu[i].block->credit = ~0ull;
}

void machine_credit(struct machine *m, u32 vcpu, u64 store)
{
	__atomic_store_n(&m->vcpu[vcpu].block->credit, store, __ATOMIC_RELEASE);
}

void machine_go(struct machine *m, u32 vcpu)
{
	struct machine_vcpu *v = &m->vcpu[vcpu];

	pthread_mutex_lock(&m->lock);
	v->state = VCPU_GO;
	pthread_mutex_unlock(&m->lock);
	/* The thread that wakes up wants the lock. */
	pthread_cond_broadcast(&m->changed);
}

static void pin(pthread_t thread, size_t bytes, const cpu_set_t *cpus)
{
	errno = pthread_setaffinity_np(thread, bytes, cpus);
	if (errno)
		verdict_error("pthread_setaffinity_np: %s", strerror(errno));
}

void machine_pin_apart(struct machine *m, u32 vcpu)
{
	size_t bytes = CPU_ALLOC_SIZE(CPUS_MOST);
	cpu_set_t *mine = CPU_ALLOC(CPUS_MOST), *its = CPU_ALLOC(CPUS_MOST);
	u32 cpu = CPUS_MOST;

	if (!mine || !its)
		abort();
	CPU_ZERO_S(bytes, mine);
	if (sched_getaffinity(0, bytes, mine))
		verdict_error("sched_getaffinity: %s", strerror(errno));
	while (!CPU_ISSET_S(--cpu, bytes, mine))
		;
	CPU_ZERO_S(bytes, its);
	CPU_SET_S(cpu, bytes, its);
	CPU_CLR_S(cpu, bytes, mine);
	pin(m->vcpu[vcpu].thread, bytes, its);
	pin(pthread_self(), bytes, mine);
	CPU_FREE(mine);
	CPU_FREE(its);
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
