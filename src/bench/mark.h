/* SPDX-License-Identifier: Apache-2.0 */
/* A mark is an instruction that does nothing. Plugins of QEMU observe what is executed between two of them. */
#ifndef MARK_H
#define MARK_H

#define MARK 0x6d716563	/* "mqec" */

static inline void mark(void)
{
	__asm__ volatile("nopl %c0(%%rax)" : : "i"(MARK));
}

#endif /* MARK_H */
