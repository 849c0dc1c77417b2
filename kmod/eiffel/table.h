/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hash table that grows by one chain at a time (linear hashing: Litwin, "Linear Hashing:
 * A New Tool for File and Table Addressing", VLDB 1980).
 *
 * A table of n chains, 2^k <= n < 2^(k+1), has the chains of 2^k, of which the first
 * n - 2^k are split in two: what belongs to chain n once there are 2^(k+1) chains is in
 * chain n - 2^k until chain n is added. So growth never moves more than one chain, and
 * never needs more memory at once than a segment of chains.
 */
#ifndef _EIFFEL_TABLE_H
#define _EIFFEL_TABLE_H

#include <linux/hash.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/types.h>

#include "../uapi/eiffel.h"

#define EIFFEL_SEGMENT_CHAINS	512U	/* a page */
#define EIFFEL_SEGMENTS		(EIFFEL_HASH_BUCKETS_MAX / EIFFEL_SEGMENT_CHAINS)

struct eiffel_table {
	struct hlist_head	**segment;	/* EIFFEL_SEGMENTS, or NULL */
	u32			chains;
	u32			mask;		/* of a hash: 2^(k+1) - 1; chains - 1 of 2^k */
};

/* Embedded in what a table contains. */
struct eiffel_table_entry {
	struct hlist_node	node;
	const void		*key;
};

static inline u32 eiffel_table_mask(u32 chains)
{
	return roundup_pow_of_two(chains) - 1;
}

static inline struct hlist_head *eiffel_segment_new(gfp_t flags)
{
	return kcalloc(EIFFEL_SEGMENT_CHAINS, sizeof(struct hlist_head), flags | __GFP_ACCOUNT);
}

/* Return: 0, or -ENOMEM. */
static inline int eiffel_table_init(struct eiffel_table *table, u32 max)
{
	table->segment = kcalloc(EIFFEL_SEGMENTS, sizeof(*table->segment), GFP_KERNEL_ACCOUNT);
	if (!table->segment)
		return -ENOMEM;
	table->segment[0] = eiffel_segment_new(GFP_KERNEL);
	if (!table->segment[0]) {
		kfree(table->segment);
		table->segment = NULL;
		return -ENOMEM;
	}
	table->chains = min(max, EIFFEL_SEGMENT_CHAINS);
	table->mask = eiffel_table_mask(table->chains);
	return 0;
}

static inline struct hlist_head *eiffel_table_at(const struct eiffel_table *table, u32 i)
{
	return &table->segment[i / EIFFEL_SEGMENT_CHAINS][i % EIFFEL_SEGMENT_CHAINS];
}

/* Return: the number of the chain of @key. */
static inline u32 eiffel_table_index(const struct eiffel_table *table, const void *key)
{
	u32 hash = hash_ptr(key, 32);
	u32 i;

	hash ^= hash >> 16;	/* the upper bits of the product depend on all of the key */
	i = hash & table->mask;
	return i < table->chains ? i : hash & (table->mask >> 1);
}

static inline struct hlist_head *eiffel_table_chain(const struct eiffel_table *table,
						    const void *key)
{
	return eiffel_table_at(table, eiffel_table_index(table, key));
}

/*
 * Adds a chain, which takes its entries from another one.
 *
 * Return: whether there was memory for it
 */
static inline bool eiffel_table_grow(struct eiffel_table *table)
{
	u32 i = table->chains;
	struct hlist_head **segment = &table->segment[i / EIFFEL_SEGMENT_CHAINS];
	struct eiffel_table_entry *entry;
	struct hlist_node *next;
	struct hlist_head *from;

	if (!*segment)
		*segment = eiffel_segment_new(GFP_ATOMIC | __GFP_NOWARN);
	if (!*segment)
		return false;
	table->chains++;
	table->mask = eiffel_table_mask(table->chains);
	from = eiffel_table_at(table, i & (table->mask >> 1));
	hlist_for_each_entry_safe(entry, next, from, node) {
		if (eiffel_table_index(table, entry->key) != i)
			continue;
		hlist_del(&entry->node);
		hlist_add_head(&entry->node, eiffel_table_at(table, i));
	}
	return true;
}

/* Removes the last chain: the reverse of growth. */
static inline void eiffel_table_remove_chain(struct eiffel_table *table)
{
	u32 i = --table->chains;
	struct hlist_head *chain = eiffel_table_at(table, i);

	while (!hlist_empty(chain)) {
		struct hlist_node *node = chain->first;

		hlist_del(node);
		hlist_add_head(node, eiffel_table_at(table, i & (table->mask >> 1)));
	}
	table->mask = eiffel_table_mask(table->chains);
	if (i && i % EIFFEL_SEGMENT_CHAINS == 0) {
		kfree(table->segment[i / EIFFEL_SEGMENT_CHAINS]);
		table->segment[i / EIFFEL_SEGMENT_CHAINS] = NULL;
	}
}

static inline void eiffel_table_shrink(struct eiffel_table *table, u32 max)
{
	while (table->chains > max)
		eiffel_table_remove_chain(table);
}

/* The table must be empty. */
static inline void eiffel_table_destroy(struct eiffel_table *table)
{
	u32 i;

	for (i = 0; table->segment && i < EIFFEL_SEGMENTS; i++)
		kfree(table->segment[i]);
	kfree(table->segment);
	table->segment = NULL;
}

#endif /* _EIFFEL_TABLE_H */
