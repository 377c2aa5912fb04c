// SPDX-License-Identifier: GPL-2.0-only
#include "host/machine/image.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* host/machine/payload.S puts one row per payload here. */
extern const struct image __start_payloads[], __stop_payloads[];

static void __attribute__((noreturn)) broken(const struct image *i,
					     const char *what)
{
	fprintf(stderr, "payload %s: %s: the build is inconsistent\n", i->name,
		what);
	exit(2);
}

const struct image *image_find(const char *name)
{
	for (const struct image *i = __start_payloads; i < __stop_payloads; i++)
		if (!strcmp(i->name, name))
			return i;
	return NULL;
}

/* The bytes of the image that will be at guest virtual address @gva. */
static const void *at(const struct image *image, u64 gva, u64 bytes)
{
	const Elf64_Ehdr *e = (const void *)image->start;
	const Elf64_Phdr *p = (const void *)(image->start + e->e_phoff);

	for (u32 i = 0; i < e->e_phnum; i++)
		if (p[i].p_type == PT_LOAD && gva >= p[i].p_vaddr &&
		    gva + bytes <= p[i].p_vaddr + p[i].p_filesz)
			return image->start + p[i].p_offset +
			       (gva - p[i].p_vaddr);
	broken(image, "an address of its header lies outside it");
}

const struct abi_image *image_header(const struct image *image)
{
	const struct abi_image *h = at(image, ABI_IMAGE_GVA, sizeof(*h));

	if (h->magic != ABI_MAGIC || h->version != ABI_VERSION)
		broken(image, "wrong magic or version");
	return h;
}

const struct abi_store *image_store(const struct image *image, u32 op)
{
	const struct abi_image *h = image_header(image);

	if (op >= h->nr_stores)
		broken(image, "no such store");
	return at(image, h->stores + op * sizeof(struct abi_store),
		  sizeof(struct abi_store));
}

u32 image_op(const struct image *image, const char *name)
{
	u32 nr = image_header(image)->nr_stores;
	u32 op = 0;

	while (op < nr && strcmp(image_store(image, op)->name, name))
		op++;
	return op;
}

const char *image_path(const struct image *image)
{
	size_t left = image->end - image->start;
	const u8 *from = image->start;
	static const struct image *made;
	static char path[64];
	int fd;

	if (made == image)
		return path;
	fd = memfd_create(image->name, MFD_CLOEXEC);
	while (fd >= 0 && left) {
		ssize_t n = write(fd, from, left);

		if (n <= 0)
			break;
		from += n;
		left -= n;
	}
	if (fd < 0 || left)
		broken(image, "does not fit a memfd");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	made = image;
	return path;
}
