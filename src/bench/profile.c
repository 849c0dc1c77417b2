// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plugin of QEMU that counts how often each instruction of a machine is executed between two marks: a mark is an
 * instruction that does nothing, "nopl MARK(%rax)", which the program of this file executes when it is built without
 * PLUGIN. At the second mark it prints a line for each instruction that was executed: its address and the count.
 *
 * Debian has no header for plugins; the declarations are those of QEMU's documentation (version 1 of the interface).
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARK 0x6d716563	/* "mqec" */

#ifndef PLUGIN
int main(void)
{
	__asm__ volatile("nopl %c0(%%rax)" : : "i"(MARK));
	return 0;
}
#else

typedef uint64_t qemu_plugin_id_t;
struct qemu_info_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;

enum { QEMU_PLUGIN_CB_NO_REGS };
enum { QEMU_PLUGIN_INLINE_ADD_U64 };

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
					   void (*translated)(qemu_plugin_id_t id, struct qemu_plugin_tb *block));
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *block, int operation, void *counter,
					      uint64_t value);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *instruction,
					    void (*executed)(unsigned int cpu, void *data), int flags, void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *instruction);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *instruction);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

/* A translation block: instructions that are executed one after the other. */
struct block {
	struct block *next;
	uint64_t executed, executed_at_mark;
	size_t instructions;
	uint64_t address[];
};

static struct block *blocks;
static bool marked;

static void print_counts(void)
{
	const struct block *block;
	uint64_t count;
	size_t i;

	for (block = blocks; block; block = block->next) {
		count = block->executed - block->executed_at_mark;
		for (i = 0; count && i < block->instructions; i++)
			fprintf(stderr, "COUNT %" PRIx64 " %" PRIu64 "\n", block->address[i], count);
	}
}

static void on_mark(unsigned int cpu, void *data)
{
	struct block *block;

	(void)cpu;
	(void)data;
	if (marked)
		print_counts();
	for (block = blocks; block; block = block->next)
		block->executed_at_mark = block->executed;
	marked = !marked;
}

static bool is_mark(const struct qemu_plugin_insn *instruction)
{
	const uint32_t mark = MARK;
	size_t size = qemu_plugin_insn_size(instruction);
	const char *bytes = qemu_plugin_insn_data(instruction);

	return size == 7 && !memcmp(bytes + size - sizeof(mark), &mark, sizeof(mark));
}

static void on_translated(qemu_plugin_id_t id, struct qemu_plugin_tb *translated)
{
	size_t i, n = qemu_plugin_tb_n_insns(translated);
	struct block *block = calloc(1, sizeof(*block) + n * sizeof(block->address[0]));

	(void)id;
	if (!block)
		abort();
	block->instructions = n;
	for (i = 0; i < n; i++) {
		struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(translated, i);

		block->address[i] = qemu_plugin_insn_vaddr(instruction);
		if (is_mark(instruction))
			qemu_plugin_register_vcpu_insn_exec_cb(instruction, on_mark, QEMU_PLUGIN_CB_NO_REGS, NULL);
	}
	block->next = blocks;
	blocks = block;
	qemu_plugin_register_vcpu_tb_exec_inline(translated, QEMU_PLUGIN_INLINE_ADD_U64, &block->executed, 1);
}

__attribute__((visibility("default")))
int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info_t *info, int argc, char **argv)
{
	(void)info;
	(void)argc;
	(void)argv;
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translated);
	return 0;
}
#endif
