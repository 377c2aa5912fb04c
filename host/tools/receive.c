// SPDX-License-Identifier: GPL-2.0-only
/*
 * receive DIR: wait until there is an archive in the memory that an emulated
 * machine shares with whoever started it (QEMU's ivshmem), and unpack it in
 * DIR.  The archive is cpio's "newc", of regular files for which the folders
 * exist; in front of it is its length in bytes, 64 bits wide, little endian.
 * run/Snapshot.pm writes it before the machine runs: what waits here is a
 * machine that is about to be saved, and what goes on is one that was restored.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/memory/ivshmem.h"
#include "host/tools/timers.h"

struct header {		/* all but the magic are eight hexadecimal digits */
	char magic[6];
	char field[13][8];
};

enum { MODE = 1, SIZE = 6, NAME_SIZE = 11 };	/* fields */

_Static_assert(sizeof(struct header) == 110, "a header of newc has 110 bytes");

static volatile const uint32_t *words;	/* the shared memory */
static uint64_t nr_words, next, end;	/* of it; the next one; of the archive */

static void fail(const char *what)
{
	fprintf(stderr, "receive: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void damaged(void)
{
	errno = EBADMSG;
	fail("the archive");
}

static void map(void)
{
	int fd = ivshmem_open();
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		fail("the shared memory");
	nr_words = st.st_size / sizeof(*words);
	words = mmap(NULL, st.st_size, PROT_READ, MAP_SHARED, fd, 0);
	if (words == MAP_FAILED)
		fail("the shared memory");
}

/*
 * Copy the next @bytes, and what pads them to whole words, to @to.  Word by
 * word, as arm64 maps a device such that other accesses trap.
 */
static void fetch(void *to, size_t bytes)
{
	size_t nr = (bytes + 3) / 4, i;
	uint32_t *buffer = to;

	if (nr > end - next)
		damaged();
	for (i = 0; i < nr; i++)
		buffer[i] = words[next++];
}

static uint64_t number(const struct header *header, int field)
{
	char digits[9] = "";

	memcpy(digits, header->field[field], 8);
	return strtoul(digits, NULL, 16);
}

/* Unpack the next file; false after the last one. */
static int unpack(void)
{
	static uint32_t buffer[1 << 14];
	/* A header and its name, padded as one. */
	static uint32_t head[(sizeof(struct header) + PATH_MAX) / 4];
	struct header *header = (void *)head;
	uint64_t size, length, part;
	const char *name;
	int fd;

	fetch(head, sizeof(*header));
	length = number(header, NAME_SIZE);
	if (memcmp(header->magic, "070701", 6) || length < 1 ||
	    length > PATH_MAX - 8)
		damaged();
	/* Two bytes of the name came with the last word of the header. */
	if (length > 2)
		fetch(head + 28, length - 2);
	name = (char *)(header + 1);
	if (name[length - 1])
		damaged();
	if (!strcmp(name, "TRAILER!!!"))
		return 0;
	size = number(header, SIZE);
	unlink(name);
	fd = open(name, O_WRONLY | O_CREAT | O_EXCL,
		  number(header, MODE) & 0777);
	if (fd < 0)
		fail(name);
	for (; size; size -= part) {
		part = size < sizeof(buffer) ? size : sizeof(buffer);
		fetch(buffer, part);
		if (write(fd, buffer, part) != (ssize_t)part)
			fail(name);
	}
	if (close(fd))
		fail(name);
	return 1;
}

int main(int argc, char **argv)
{
	uint64_t bytes;

	if (argc != 2) {
		fprintf(stderr, "usage: receive DIR\n");
		return 2;
	}
	umask(0);
	if (chdir(argv[1]))
		fail(argv[1]);
	map();
	while (!words[0] && !words[1])
		;
	if (timers_wake())
		fail("the timers");
	bytes = words[0] | (uint64_t)words[1] << 32;
	next = 2;
	end = next + (bytes + 3) / 4;
	if (bytes / 4 >= nr_words - next)
		damaged();
	while (unpack())
		;
	return 0;
}
