// SPDX-License-Identifier: Apache-2.0
/*
 * Preloaded into the User-Mode Linux process: replaces a few functions of the C
 * library, through which the guest kernel calls the host.
 *
 * getrandom(): the guest kernel's only source of entropy. It returns numbers of
 * SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
 * OOPSLA 2014) with the seed MQECN_LAB_SEED, so that two guests with the same seed
 * draw the same numbers.
 *
 * fcntl64(): the kernel requests SIGIO from the host when its console becomes
 * writable. The time of the signal depends on the host, and the kernel mixes the
 * time of each interrupt into its entropy pool: two guests with the same seed would
 * soon draw different numbers. Writes therefore block instead, which takes no
 * virtual time.
 *
 * fsync(), fdatasync(): do nothing. The guest's files are deleted when the guest
 * ends, so it does not wait for the host's disk.
 *
 * ptrace(): the guest's processes are processes of the host, traced by the kernel.
 * If the tracer were killed, they would continue, and their system calls would reach
 * the host. PTRACE_O_EXITKILL prevents that.
 *
 * At each system call and page fault the kernel reads all vector registers of a
 * process and writes them back unchanged up to three times: several kilobytes, for
 * which the host allocates a buffer each time. This library caches the values and
 * writes them to the process only if they differ.
 *
 * User-Mode Linux has room for 2696 bytes of vector registers. A host with AMX has
 * 11008 bytes and accepts no fewer. The rest, the AMX tiles, which no guest may use,
 * is 0.
 *
 * mmap64(): the guest's memory is a file, which hosts map in pages of 4 KiB. Traffic touches
 * all of it, so the processor searches page tables again and again. What the guest uses
 * becomes pages of 2 MiB.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>

static uint64_t state;
static int seeded;

static uint64_t next(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

ssize_t getrandom(void *buffer, size_t length, unsigned int flags)
{
	unsigned char *bytes = buffer;
	uint64_t number = 0;

	(void)flags;
	if (!seeded) {
		const char *seed = getenv("MQECN_LAB_SEED");

		state = seed ? strtoull(seed, NULL, 10) : 0;
		seeded = 1;
	}
	for (size_t i = 0; i < length; i++) {
		if (i % 8 == 0)
			number = next();
		bytes[i] = number >> (i % 8 * 8);
	}
	return length;
}

int fcntl64(int fd, int command, ...)
{
	static int (*real)(int, int, long);
	va_list arguments;
	long argument;

	va_start(arguments, command);
	argument = va_arg(arguments, long);
	va_end(arguments);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "fcntl64");
	if (command == F_SETFL && (argument & O_ACCMODE) == O_WRONLY)
		argument &= ~(O_ASYNC | O_NONBLOCK);
	return real(fd, command, argument);
}

int fsync(int fd)
{
	(void)fd;
	return 0;
}

int fdatasync(int fd)
{
	(void)fd;
	return 0;
}

static long host_ptrace(long request, pid_t pid, void *address, void *data)
{
	static long (*real)(long, pid_t, void *, void *);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "ptrace");
	return real(request, pid, address, data);
}

/*
 * The guest's memory in pages of 2 MiB. The host makes each of 512 of its own pages (MADV_COLLAPSE,
 * Linux 6.1), whatever it does by itself (shmem_enabled). An older host refuses, and the
 * guest is slower.
 *
 * The guest takes its memory upwards, but for what it takes from the end when it boots. So
 * only the next pages are looked at, and are made huge soon after their first use, when there
 * is little to be copied.
 */
enum {
	SMALL_PAGE = 4096,
	HUGE_PAGE = 2 << 20,
	COLLAPSE = 25,			/* MADV_COLLAPSE, which older headers lack */
	LOOK_AHEAD = 4,			/* huge pages, since the guest leaves out some and takes them later */
	REQUESTS_PER_LOOK = 64		/* requests of ptrace() between two looks */
};

static struct {
	char *next;		/* the huge page after the last one that was used */
	char *last;		/* the last one that is whole */
} memory;

void *mmap64(void *address, size_t length, int protection, int flags, int fd, off64_t offset)
{
	static void *(*real)(void *, size_t, int, int, int, off64_t);
	enum { LEAST = 16 * HUGE_PAGE };	/* no other shared mapping is as large */
	char *start;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "mmap64");
	start = real(address, length, protection, flags, fd, offset);
	if (start != MAP_FAILED && flags & MAP_SHARED && length >= LEAST) {
		memory.next = start + -(uintptr_t)start % HUGE_PAGE;
		memory.last = start + length - HUGE_PAGE;
	}
	return start;
}

static int is_used(char *page)
{
	unsigned char used;

	return !mincore(page, SMALL_PAGE, &used) && used & 1;
}

static void collapse_used_memory(void)
{
	static unsigned int requests;

	if (requests++ % REQUESTS_PER_LOOK)
		return;
	for (char *page = memory.next; page < memory.next + LOOK_AHEAD * HUGE_PAGE; page += HUGE_PAGE) {
		if (page > memory.last || !is_used(page))
			continue;
		madvise(memory.next, page + HUGE_PAGE - memory.next, COLLAPSE);
		memory.next = page + HUGE_PAGE;
	}
}

/* Write-back cache of the vector registers of one stopped process. */
static struct {
	pid_t pid;		/* 0: the cache is empty */
	int dirty;		/* the values are not yet written to the process */
	size_t length;		/* bytes of vector registers on this host; 0: not yet known */
	size_t cached_length;	/* of these, the bytes for which User-Mode Linux has room */
	unsigned char values[16384];
} vectors;

static long transfer_vectors(long request, pid_t pid, struct iovec *values)
{
	return host_ptrace(request, pid, (void *)NT_X86_XSTATE, values);
}

/* Writes dirty values to the process and empties the cache. */
static long flush_vectors(void)
{
	struct iovec values = { vectors.values, vectors.length };
	pid_t pid = vectors.pid;

	vectors.pid = 0;
	return pid && vectors.dirty ? transfer_vectors(PTRACE_SETREGSET, pid, &values) : 0;
}

static void cache_vectors(pid_t pid, const void *values, int dirty)
{
	if (pid != vectors.pid)
		flush_vectors();	/* fails if that process has exited, which is no error here */
	vectors.pid = pid;
	vectors.dirty = dirty;
	memcpy(vectors.values, values, vectors.cached_length);
}

static long get_vectors(pid_t pid, struct iovec *to)
{
	if (pid == vectors.pid) {
		to->iov_len = vectors.cached_length;
		memcpy(to->iov_base, vectors.values, vectors.cached_length);
		return 0;
	}
	if (!vectors.length) {
		struct iovec complete = { vectors.values, sizeof(vectors.values) };

		if (transfer_vectors(PTRACE_GETREGSET, pid, &complete))
			return -1;
		memset(vectors.values, 0, sizeof(vectors.values));
		vectors.length = complete.iov_len;
		vectors.cached_length = complete.iov_len < to->iov_len ? complete.iov_len : to->iov_len;
	}
	if (transfer_vectors(PTRACE_GETREGSET, pid, to))
		return -1;
	cache_vectors(pid, to->iov_base, 0);
	return 0;
}

static long set_vectors(pid_t pid, struct iovec *from)
{
	if (!vectors.length)
		return transfer_vectors(PTRACE_SETREGSET, pid, from);
	if (pid != vectors.pid || memcmp(vectors.values, from->iov_base, vectors.cached_length))
		cache_vectors(pid, from->iov_base, 1);
	return 0;
}

/*
 * Whether the cache remains valid after a request: a request for other registers, or PTRACE_CONT without a signal, by
 * which User-Mode Linux only runs its stub, a page of code for system calls that does not use vector registers.
 */
static int preserves_vectors(long request, void *data)
{
	switch (request) {
	case PTRACE_GETREGS:
	case PTRACE_SETREGS:
	case PTRACE_GETSIGINFO:
		return 1;
	case PTRACE_CONT:
		return !data;
	default:
		return 0;
	}
}

long ptrace(enum __ptrace_request request, ...)
{
	enum { OLD_SET_OPTIONS = 21 };	/* PTRACE_OLDSETOPTIONS in User-Mode Linux */
	void *address, *data;
	va_list arguments;
	pid_t pid;

	va_start(arguments, request);
	pid = va_arg(arguments, pid_t);
	address = va_arg(arguments, void *);
	data = va_arg(arguments, void *);
	va_end(arguments);
	collapse_used_memory();
	if (request == PTRACE_GETREGSET && address == (void *)NT_X86_XSTATE)
		return get_vectors(pid, data);
	if (request == PTRACE_SETREGSET && address == (void *)NT_X86_XSTATE)
		return set_vectors(pid, data);
	if (pid == vectors.pid && !preserves_vectors(request, data) && flush_vectors())
		return -1;
	if ((int)request == OLD_SET_OPTIONS || request == PTRACE_SETOPTIONS)
		data = (void *)((uintptr_t)data | PTRACE_O_EXITKILL);
	return host_ptrace(request, pid, address, data);
}
