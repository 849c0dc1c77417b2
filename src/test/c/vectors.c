// SPDX-License-Identifier: Apache-2.0
/*
 * Tests that each process keeps its vector registers. Several processes load different
 * numbers into a register, enter the kernel in every way, and read the register again:
 *
 *     vectors     prints one line for each process that has lost its number
 *
 * The ways: a system call that yields to the other processes, page faults for reading
 * and writing, and a signal handler that clears the registers. On a processor with
 * 256-bit registers it tests the upper half.
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 3, ROUNDS = 200, PAGE = 4096 };

static void clear(int signal)
{
	(void)signal;
	__asm__ volatile("pxor %%xmm7, %%xmm7" ::: "xmm7");
}

/* Return: the number after a system call, a read fault and a write fault. */
static int carry_half(int number, long call, long word1, long word2, char *page)
{
	__asm__ volatile("movd %k[number], %%xmm7\n\t"
			 "syscall\n\t"
			 "movb (%[page]), %b[number]\n\t"
			 "movb $1, (%[page])\n\t"
			 "movd %%xmm7, %k[number]"
			 : [number] "+q"(number), "+a"(call)
			 : "D"(word1), "S"(word2), [page] "b"(page)
			 : "rcx", "r11", "xmm7", "memory");
	return number;
}

__attribute__((target("avx2")))
static int carry(int number, long call, long word1, long word2, char *page)
{
	__asm__ volatile("vmovd %k[number], %%xmm7\n\t"
			 "vinserti128 $1, %%xmm7, %%ymm7, %%ymm7\n\t"
			 "syscall\n\t"
			 "movb (%[page]), %b[number]\n\t"
			 "movb $1, (%[page])\n\t"
			 "vextracti128 $1, %%ymm7, %%xmm7\n\t"
			 "vmovd %%xmm7, %k[number]"
			 : [number] "+q"(number), "+a"(call)
			 : "D"(word1), "S"(word2), [page] "b"(page)
			 : "rcx", "r11", "xmm7", "memory");
	return number;
}

static int keeps(int number)
{
	char *pages = mmap(NULL, 2 * ROUNDS * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int (*way)(int, long, long, long, char *) = __builtin_cpu_supports("avx2") ? carry : carry_half;

	signal(SIGUSR1, clear);
	for (int i = 0; i < ROUNDS; i++) {
		if (way(number, SYS_sched_yield, 0, 0, pages + 2 * i * PAGE) != number)
			return 0;
		if (way(number, SYS_kill, getpid(), SIGUSR1, pages + (2 * i + 1) * PAGE) != number)
			return 0;
	}
	return 1;
}

int main(void)
{
	int status, lost = 0;

	for (int number = 1; number <= PROCESSES; number++)
		if (fork() == 0)
			exit(keeps(number << 20) ? 0 : number);
	while (wait(&status) > 0)
		if (status) {
			lost = 1;
			printf("process %d has lost its number\n", WEXITSTATUS(status));
		}
	return lost;
}
