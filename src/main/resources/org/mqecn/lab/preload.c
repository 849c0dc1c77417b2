// SPDX-License-Identifier: Apache-2.0
/*
 * Preloaded into the User-Mode Linux process: the few answers of the host that
 * must be other than the host's own.
 *
 * The guest kernel asks the host for randomness through getrandom() alone.
 * Here the answer is SplitMix64 (Steele, Lea, Flood: Fast splittable
 * pseudorandom number generators, OOPSLA 2014) from MQECN_LAB_SEED, so that
 * two guests with one seed draw the same numbers.
 *
 * The kernel has the host signal when its log can be written again. When that
 * comes is the host's affair, and the kernel stirs each interrupt into its
 * random pool: two guests with one seed would draw other numbers after a
 * second. There is no such signal here: a write waits for the reader instead,
 * which takes no time of the guest's.
 *
 * A guest's files live no longer than its command: it need not wait for the
 * host's disk.
 *
 * The guest's processes are processes of the host, held by ptrace. Were their
 * holder killed, they would run on, their system calls now the host's: hence
 * PTRACE_O_EXITKILL.
 *
 * At each system call and page fault the kernel reads all of a process's vector
 * registers and, up to three times, writes back what it has read: kilobytes, for
 * which the host allocates a buffer every time. Here the values are kept, and
 * reach the host only where they are other than what the process has.
 *
 * User-Mode Linux has room for 2696 bytes of these registers. A host with AMX has
 * 11008, and takes no fewer: what lies beyond, the tiles that no guest may use, is 0.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
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
	uint64_t word = 0;

	(void)flags;
	if (!seeded) {
		const char *seed = getenv("MQECN_LAB_SEED");

		state = seed ? strtoull(seed, NULL, 10) : 0;
		seeded = 1;
	}
	for (size_t i = 0; i < length; i++) {
		if (i % 8 == 0)
			word = next();
		bytes[i] = word >> (i % 8 * 8);
	}
	return length;
}

int fcntl64(int fd, int command, ...)
{
	static int (*real)(int, int, long);
	va_list rest;
	long argument;

	va_start(rest, command);
	argument = va_arg(rest, long);
	va_end(rest);
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

/* What the vector registers of one process, which stands still, are to be when it goes on. */
static struct {
	pid_t pid;	/* 0: nothing is known of any */
	int unwritten;	/* the process has others yet */
	size_t length;	/* of a process's vector registers, on this machine; 0: not known yet */
	size_t kept;	/* of these, what the kernel has room for */
	unsigned char values[16384];
} vectors;

static long transfer_vectors(long request, pid_t pid, struct iovec *values)
{
	return host_ptrace(request, pid, (void *)NT_X86_XSTATE, values);
}

/* Has the process what it is to have, and looks after it no longer. */
static long release_vectors(void)
{
	struct iovec values = { vectors.values, vectors.length };
	pid_t pid = vectors.pid;

	vectors.pid = 0;
	return pid && vectors.unwritten ? transfer_vectors(PTRACE_SETREGSET, pid, &values) : 0;
}

static void keep_vectors(pid_t pid, const void *values, int unwritten)
{
	if (pid != vectors.pid)
		release_vectors();	/* that it has ended since is no error of this one */
	vectors.pid = pid;
	vectors.unwritten = unwritten;
	memcpy(vectors.values, values, vectors.kept);
}

static long get_vectors(pid_t pid, struct iovec *to)
{
	if (pid == vectors.pid) {
		to->iov_len = vectors.kept;
		memcpy(to->iov_base, vectors.values, vectors.kept);
		return 0;
	}
	if (!vectors.length) {
		struct iovec all = { vectors.values, sizeof(vectors.values) };

		if (transfer_vectors(PTRACE_GETREGSET, pid, &all))
			return -1;
		memset(vectors.values, 0, sizeof(vectors.values));
		vectors.length = all.iov_len;
		vectors.kept = all.iov_len < to->iov_len ? all.iov_len : to->iov_len;
	}
	if (transfer_vectors(PTRACE_GETREGSET, pid, to))
		return -1;
	keep_vectors(pid, to->iov_base, 0);
	return 0;
}

static long set_vectors(pid_t pid, struct iovec *from)
{
	if (!vectors.length)
		return transfer_vectors(PTRACE_SETREGSET, pid, from);
	if (pid != vectors.pid || memcmp(vectors.values, from->iov_base, vectors.kept))
		keep_vectors(pid, from->iov_base, 1);
	return 0;
}

/*
 * The requests after which a process has the vector registers that it had: those about other registers, and to go on
 * without a signal, which is asked of the kernel's stub alone, a page of system calls that uses no such register.
 */
static int leaves_vectors(long request, void *data)
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
	enum { OLD_SET_OPTIONS = 21 };	/* PTRACE_OLDSETOPTIONS: what UML calls it */
	void *address, *data;
	va_list rest;
	pid_t pid;

	va_start(rest, request);
	pid = va_arg(rest, pid_t);
	address = va_arg(rest, void *);
	data = va_arg(rest, void *);
	va_end(rest);
	if (request == PTRACE_GETREGSET && address == (void *)NT_X86_XSTATE)
		return get_vectors(pid, data);
	if (request == PTRACE_SETREGSET && address == (void *)NT_X86_XSTATE)
		return set_vectors(pid, data);
	if (pid == vectors.pid && !leaves_vectors(request, data) && release_vectors())
		return -1;
	if ((int)request == OLD_SET_OPTIONS || request == PTRACE_SETOPTIONS)
		data = (void *)((uintptr_t)data | PTRACE_O_EXITKILL);
	return host_ptrace(request, pid, address, data);
}
