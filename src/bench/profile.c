// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plugin of QEMU that counts how often each instruction of a machine is executed between two marks. At the second mark
 * it prints a line for each instruction that was executed: its address and the count.
 */
#include "plugin.h"

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
