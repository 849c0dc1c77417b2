// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plugin of QEMU that models the data caches of a processor: 48 KB, 1 MB and 16 MB with lines of 64 bytes, each set
 * of a cache replaces the line that was not used for longest. There is no prefetch, and nothing happens at the same time:
 * the model tells misses, not time. They are exact, and the same on every machine. At the second of two marks it prints
 * a line with the accesses between them, and the misses of each cache. Lines are those of virtual addresses.
 */
#include "plugin.h"

#define LINE_BITS	6
#define CACHES		3

struct line {
	uint64_t address, used;	/* used: number of the access */
};

struct cache {
	unsigned int sets, ways;
	struct line *lines;
	uint64_t misses, misses_at_mark;
};

static struct cache caches[CACHES] = {
	{ .sets = 64, .ways = 12 },
	{ .sets = 1024, .ways = 16 },
	{ .sets = 16384, .ways = 16 },
};

static uint64_t accesses, accesses_at_mark;
static bool marked;

/* Returns whether the line was there; it is there now. */
static bool access_line(struct cache *cache, uint64_t address)
{
	struct line *set = cache->lines + address % cache->sets * cache->ways;
	struct line *oldest = set;
	unsigned int i;

	for (i = 0; i < cache->ways; i++) {
		if (set[i].address == address && set[i].used) {
			set[i].used = accesses;
			return true;
		}
		if (set[i].used < oldest->used)
			oldest = &set[i];
	}
	*oldest = (struct line){ .address = address, .used = accesses };
	cache->misses++;
	return false;
}

static void on_access(unsigned int cpu, uint32_t access, uint64_t address, void *data)
{
	struct cache *cache = caches;

	(void)cpu;
	(void)access;
	(void)data;
	accesses++;
	while (cache < caches + CACHES && !access_line(cache, address >> LINE_BITS))
		cache++;
}

static void on_mark(unsigned int cpu, void *data)
{
	struct cache *cache;

	(void)cpu;
	(void)data;
	if (marked)
		fprintf(stderr, "MISSES %" PRIu64, accesses - accesses_at_mark);
	for (cache = caches; cache < caches + CACHES; cache++) {
		if (marked)
			fprintf(stderr, " %" PRIu64, cache->misses - cache->misses_at_mark);
		cache->misses_at_mark = cache->misses;
	}
	if (marked)
		fprintf(stderr, "\n");
	accesses_at_mark = accesses;
	marked = !marked;
}

static void on_translated(qemu_plugin_id_t id, struct qemu_plugin_tb *translated)
{
	size_t i;

	(void)id;
	for (i = 0; i < qemu_plugin_tb_n_insns(translated); i++) {
		struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(translated, i);

		if (is_mark(instruction))
			qemu_plugin_register_vcpu_insn_exec_cb(instruction, on_mark, QEMU_PLUGIN_CB_NO_REGS, NULL);
		qemu_plugin_register_vcpu_mem_cb(instruction, on_access, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW, NULL);
	}
}

__attribute__((visibility("default")))
int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info_t *info, int argc, char **argv)
{
	struct cache *cache;

	(void)info;
	(void)argc;
	(void)argv;
	for (cache = caches; cache < caches + CACHES; cache++) {
		cache->lines = calloc((size_t)cache->sets * cache->ways, sizeof(*cache->lines));
		if (!cache->lines)
			return 1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translated);
	return 0;
}
