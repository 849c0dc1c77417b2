/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hierarchical bitmap of non-empty buckets.
 *
 * The lowest level has one bit per bucket in words of 64 bits; each higher level has
 * one bit per word of the level below; the top level is one word. Three levels serve
 * 262,144 buckets. One find-first-set per level finds the first non-empty bucket,
 * independent of the number of elements (Saeed et al., "Eiffel: Efficient and Flexible
 * Software Packet Scheduling", NSDI 2019, section 3.1).
 */
#ifndef _EIFFEL_BITMAP_H
#define _EIFFEL_BITMAP_H

#include <linux/bitops.h>
#include <linux/math.h>
#include <linux/types.h>

#define EIFFEL_WORD_BITS	64
#define EIFFEL_MAX_LEVELS	3

struct eiffel_bitmap {
	u64	*level[EIFFEL_MAX_LEVELS];	/* level[0]: one bit per bucket */
	u32	top;				/* index of the top level */
};

/* Return: the number of words of all levels for @bits buckets. */
static inline u32 eiffel_bitmap_words(u32 bits)
{
	u32 words = 0;

	do {
		bits = DIV_ROUND_UP(bits, EIFFEL_WORD_BITS);
		words += bits;
	} while (bits > 1);
	return words;
}

/* @words: eiffel_bitmap_words(@bits) words of zeroed memory */
static inline void eiffel_bitmap_init(struct eiffel_bitmap *map, u32 bits,
				      u64 *words)
{
	u32 level = 0;

	for (;;) {
		map->level[level] = words;
		bits = DIV_ROUND_UP(bits, EIFFEL_WORD_BITS);
		if (bits == 1)
			break;
		words += bits;
		level++;
	}
	map->top = level;
}

static inline void eiffel_bitmap_set(struct eiffel_bitmap *map, u32 i)
{
	u32 level;

	for (level = 0; level <= map->top; level++) {
		u64 *word = &map->level[level][i / EIFFEL_WORD_BITS];
		u64 before = *word;

		*word |= BIT_ULL(i % EIFFEL_WORD_BITS);
		if (before)
			return;
		i /= EIFFEL_WORD_BITS;
	}
}

static inline void eiffel_bitmap_clear(struct eiffel_bitmap *map, u32 i)
{
	u32 level;

	for (level = 0; level <= map->top; level++) {
		u64 *word = &map->level[level][i / EIFFEL_WORD_BITS];

		*word &= ~BIT_ULL(i % EIFFEL_WORD_BITS);
		if (*word)
			return;
		i /= EIFFEL_WORD_BITS;
	}
}

static inline bool eiffel_bitmap_empty(const struct eiffel_bitmap *map)
{
	return !map->level[map->top][0];
}

/* Return: the first bit that is set; the map must not be empty. */
static inline u32 eiffel_bitmap_first(const struct eiffel_bitmap *map)
{
	u32 level = map->top, i = __ffs64(map->level[level][0]);

	while (level--)
		i = i * EIFFEL_WORD_BITS + __ffs64(map->level[level][i]);
	return i;
}

/* Return: the last bit that is set; the map must not be empty. */
static inline u32 eiffel_bitmap_last(const struct eiffel_bitmap *map)
{
	u32 level = map->top, i = fls64(map->level[level][0]) - 1;

	while (level--)
		i = i * EIFFEL_WORD_BITS + fls64(map->level[level][i]) - 1;
	return i;
}

#endif /* _EIFFEL_BITMAP_H */
