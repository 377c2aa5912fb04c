// SPDX-License-Identifier: GPL-2.0-only
/*
 * The part that runs while boot services exist: read the command, read the
 * machine's tables, allocate all memory, build page tables, and exit boot
 * services.  After that nothing of the firmware is used.
 */
#include <efi.h>

#include "guest/efi/acpi.h"
#include "guest/efi/arch_efi.h"

struct payload payload;

static EFI_SYSTEM_TABLE *st;
static EFI_BOOT_SERVICES *bs;

static EFI_STATUS refuse(const char *why)
{
	static const char begin[] = "dirtier: error ";
	CHAR16 line[160];
	u32 n = 0;

	line[n++] = '\r';
	line[n++] = '\n';
	for (const char *s = begin; *s; s++)
		line[n++] = *s;
	for (; *why && n < ARRAY_LEN(line) - 3; why++)
		line[n++] = *why;
	line[n++] = '\r';
	line[n++] = '\n';
	line[n] = 0;
	st->ConOut->OutputString(st->ConOut, line);
	return EFI_ABORTED;
}

static void stall(u64 us)
{
	bs->Stall(us);
}

/* Read DIRTIER.CMD.  *@bytes is 0 if there is no such file. */
static const char *read_block(EFI_LOADED_IMAGE *image, char *text, UINTN *bytes)
{
	EFI_GUID fs_guid = SIMPLE_FILE_SYSTEM_PROTOCOL;
	EFI_FILE_IO_INTERFACE *fs;
	EFI_FILE_HANDLE root, file;
	CHAR16 name[] = u"DIRTIER.CMD";
	EFI_STATUS status;

	*bytes = 0;
	if (bs->HandleProtocol(image->DeviceHandle, &fs_guid, (void **)&fs) ||
	    fs->OpenVolume(fs, &root) ||
	    root->Open(root, &file, name, EFI_FILE_MODE_READ, 0))
		return NULL;
	*bytes = COMMAND_BYTES;
	status = file->Read(file, bytes, text);
	file->Close(file);
	root->Close(root);
	return status ? "DIRTIER.CMD cannot be read" : NULL;
}

/* Parse the load options, unless they hold something else of the firmware's. */
static const char *read_options(EFI_LOADED_IMAGE *image, struct command *c)
{
	const CHAR16 *from = image->LoadOptions;
	UINTN nr = image->LoadOptionsSize / sizeof(*from);
	char text[COMMAND_BYTES];
	bool is_command = false;
	UINTN n = 0;

	for (; n < nr && n < sizeof(text) && from[n]; n++) {
		if (from[n] < ' ' || from[n] > '~')
			return NULL;
		is_command |= from[n] == '=';
		text[n] = from[n];
	}
	return is_command ? command_parse(c, text, n) : NULL;
}

static const char *read_command(EFI_HANDLE self)
{
	EFI_GUID image_guid = LOADED_IMAGE_PROTOCOL;
	EFI_LOADED_IMAGE *image;
	char text[COMMAND_BYTES];
	const char *wrong;
	UINTN bytes;

	command_default(&payload.command);
	if (bs->HandleProtocol(self, &image_guid, (void **)&image))
		return "there is no loaded image";
	payload.nr_own = image->ImageSize / PAGE_BYTES + 1;
	wrong = read_block(image, text, &bytes);
	if (!wrong)
		wrong = command_parse(&payload.command, text, bytes);
	if (!wrong)
		wrong = read_options(image, &payload.command);
	return wrong ? wrong : command_check(&payload.command);
}

static const char *read_machine(void)
{
	EFI_GUID acpi = ACPI_20_TABLE_GUID;

	serial = arch_efi_serial;
	for (UINTN i = 0; i < st->NumberOfTableEntries; i++) {
		EFI_CONFIGURATION_TABLE *t = &st->ConfigurationTable[i];
		const u64 *a = (const u64 *)&t->VendorGuid;
		const u64 *b = (const u64 *)&acpi;

		if (a[0] != b[0] || a[1] != b[1])
			continue;
		if (!acpi_read(t->VendorTable))
			return "ACPI has no table of processors";
	}
	if (!payload.nr_cpus)
		return "there are no ACPI tables";
	if (payload.command.vcpus > payload.nr_cpus)
		return "vcpus is more than this machine has";
	if (payload.command.serial) {
		serial.base = payload.command.serial;
		serial.is_port = serial.base < 0x10000;
	}
	return serial.base ? NULL : "no serial port is known (serial=ADDRESS)";
}

/*
 * Allocate @nr pages of zeros below address @limit. 0: there are not so many.
 */
static u64 pages_below(u64 nr, u64 limit)
{
	EFI_PHYSICAL_ADDRESS at = limit - 1;

	if (bs->AllocatePages(AllocateMaxAddress, EfiLoaderData, nr, &at))
		return 0;
	bs->SetMem((void *)at, nr * PAGE_BYTES, 0);
	return at;
}

/* x86 starts vCPUs with code below this address. */
#define LOW_REACH (1ull << 20)

static const char *take_memory(u64 *low)
{
	const struct command *c = &payload.command;
	u64 worker_pages = sizeof(struct worker) / PAGE_BYTES * c->vcpus;
	u64 seen_pages = c->pages / 8 / PAGE_BYTES + 1;
	u64 must_pages = c->pages * sizeof(u64) / PAGE_BYTES + 1;
	u64 stack_pages = STACK_PAGES * c->vcpus;

	payload.worker = (void *)pages_below(worker_pages, TABLES_REACH);
	payload.stacks = pages_below(stack_pages, TABLES_REACH);
	payload.must = (void *)pages_below(must_pages, TABLES_REACH);
	/* x86 loads the root's address in 32-bit mode. */
	payload.tables = pages_below(MAX_TABLES, 1ull << 32);
	*low = arch_efi_low_pages ? pages_below(arch_efi_low_pages, LOW_REACH) : 0;
	if (!payload.worker || !payload.stacks || !payload.must ||
	    !payload.tables || (arch_efi_low_pages && !*low))
		return "there is too little memory";
	payload.nr_own += worker_pages + stack_pages;
	for (u32 v = 0; v < c->vcpus; v++) {
		struct worker *w = &payload.worker[v];

		worker_init(w, v);
		w->area = pages_below(c->pages, TABLES_REACH);
		w->seen = (void *)pages_below(seen_pages, TABLES_REACH);
		if (!w->area || !w->seen)
			return "there is too little memory for vcpus times pages";
		if (!w->cycle)
			payload.nr_own += seen_pages;
	}
	return NULL;
}

static bool is_memory(UINT32 type)
{
	return type != EfiReservedMemoryType && type != EfiUnusableMemory &&
	       type != EfiMemoryMappedIO && type != EfiMemoryMappedIOPortSpace;
}

static char memory_map[65536] __attribute__((aligned(16)));

static EFI_STATUS get_map(UINTN *bytes, UINTN *key, UINTN *step)
{
	UINT32 version;

	*bytes = sizeof(memory_map);
	return bs->GetMemoryMap(bytes, (void *)memory_map, key, step, &version);
}

static const char *build_tables(void)
{
	UINTN bytes, key, step;

	if (get_map(&bytes, &key, &step))
		return "the memory map is too large";
	if (!serial.is_port)
		tables_map(serial.base, true);
	if (arch_efi_device())
		tables_map(arch_efi_device(), true);
	for (UINTN at = 0; at + step <= bytes; at += step) {
		EFI_MEMORY_DESCRIPTOR *d = (void *)(memory_map + at);
		u64 end = d->PhysicalStart + d->NumberOfPages * PAGE_BYTES;

		if (!is_memory(d->Type))
			continue;
		for (u64 a = d->PhysicalStart & ~(ARCH_LEAF_BYTES - 1);
		     a < end && a < TABLES_REACH; a += ARCH_LEAF_BYTES)
			tables_map(a, false);
	}
	return NULL;
}

EFI_STATUS efi_main(EFI_HANDLE self, EFI_SYSTEM_TABLE *system_table);

EFI_STATUS efi_main(EFI_HANDLE self, EFI_SYSTEM_TABLE *system_table)
{
	UINTN bytes, key, step;
	const char *wrong;
	u64 low = 0;

	st = system_table;
	bs = st->BootServices;
	bs->SetWatchdogTimer(0, 0, 0, NULL);
	wrong = read_command(self);
	if (!wrong)
		wrong = arch_efi_missing();
	if (!wrong)
		wrong = read_machine();
	if (!wrong)
		wrong = take_memory(&low);
	if (!wrong)
		wrong = build_tables();
	if (wrong)
		return refuse(wrong);
	payload.hz = arch_efi_hz(stall);
	/*
	 * The first call may change the memory map: event handlers that it
	 * calls may free memory (UEFI 2.9, 7.4, ExitBootServices()).
	 */
	for (u32 i = 0; i < 4; i++)
		if (!get_map(&bytes, &key, &step) &&
		    !bs->ExitBootServices(self, key))
			arch_efi_enter(low);
	return refuse("ExitBootServices() fails");
}
