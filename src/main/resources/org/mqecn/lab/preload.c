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
 * A guest's files live no longer than its command: it need not wait for the
 * host's disk.
 *
 * The guest's processes are processes of the host, held by ptrace. Were their
 * holder killed, they would run on, their system calls now the host's: hence
 * PTRACE_O_EXITKILL.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/types.h>

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

long ptrace(enum __ptrace_request request, ...)
{
	enum { OLD_SET_OPTIONS = 21 };	/* PTRACE_OLDSETOPTIONS: what UML calls it */
	long (*real)(long, unsigned long, unsigned long, unsigned long);
	unsigned long pid, address, data;
	va_list rest;

	va_start(rest, request);
	pid = va_arg(rest, unsigned long);
	address = va_arg(rest, unsigned long);
	data = va_arg(rest, unsigned long);
	va_end(rest);
	if ((int)request == OLD_SET_OPTIONS || request == PTRACE_SETOPTIONS)
		data |= PTRACE_O_EXITKILL;
	*(void **)&real = dlsym(RTLD_NEXT, "ptrace");
	return real(request, pid, address, data);
}
