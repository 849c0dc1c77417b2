/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is due first, among ranks that move on?
 *
 * A rank is an integer: a time in units of the granularity, a deadline, a virtual
 * time, a priority. Each has a bucket; in a bucket it is first come, first served.
 * Two windows of as many buckets follow each other (cFFS, Eiffel section 3.2):
 *
 *	[base, base + size)			the primary
 *	[base + size, base + 2 * size)		the secondary
 *
 * Ranks only move forwards: whoever owns the calendar says below which rank, its
 * floor, nothing will come any more. When the floor has left the primary and that
 * is empty, the two change places. Ranks beyond both windows wait in the last
 * bucket of the secondary, and are sorted when that becomes the primary. Ranks
 * below the primary are late already, and wait in its first bucket. Into an empty
 * calendar the owner goes with its floor, so that it need not turn through the
 * windows of the time when it was empty.
 *
 * One window alone, taken modulo its size, would mix what comes before the wrap
 * with what comes after it.
 */
#ifndef _EIFFEL_CALENDAR_H
#define _EIFFEL_CALENDAR_H

#include <linux/list.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/mm.h>

#include "bitmap.h"

struct eiffel_window {
	struct eiffel_bitmap	map;
	struct list_head	**bucket;	/* the first of a ring; or NULL */
};

struct eiffel_calendar {
	struct eiffel_window	*primary;
	struct eiffel_window	*secondary;
	u64			base;
	u32			size;
	struct eiffel_window	window[2];
};

/* Part of what stands in a calendar. */
struct eiffel_entry {
	struct list_head	ring;		/* with the others of its bucket */
	u64			rank;
	struct eiffel_window	*window;
	u32			bucket;
};

/* Return: an empty calendar, for kvfree(); NULL without memory. May sleep. */
static inline struct eiffel_calendar *eiffel_calendar_new(u32 size)
{
	size_t words = eiffel_bitmap_words(size);
	struct eiffel_calendar *c;
	u64 *memory;
	int i;

	c = kvzalloc(sizeof(*c) + 2 * words * sizeof(u64) +
		     2 * size * sizeof(struct list_head *), GFP_KERNEL);
	if (!c)
		return NULL;
	memory = (u64 *)(c + 1);
	for (i = 0; i < 2; i++, memory += words)
		eiffel_bitmap_init(&c->window[i].map, size, memory);
	c->window[0].bucket = (struct list_head **)memory;
	c->window[1].bucket = c->window[0].bucket + size;
	c->primary = &c->window[0];
	c->secondary = &c->window[1];
	c->size = size;
	return c;
}

static inline bool eiffel_window_empty(const struct eiffel_window *w)
{
	return eiffel_bitmap_empty(&w->map);
}

static inline bool eiffel_calendar_empty(const struct eiffel_calendar *c)
{
	return eiffel_window_empty(c->primary) &&
	       eiffel_window_empty(c->secondary);
}

/* Puts @e behind all that has its rank. */
static inline void eiffel_calendar_insert(struct eiffel_calendar *c,
					  struct eiffel_entry *e, u64 rank)
{
	u64 ahead = rank > c->base ? rank - c->base : 0;
	struct eiffel_window *w = c->primary;
	struct list_head *first;

	if (ahead >= c->size) {
		w = c->secondary;
		ahead = min_t(u64, ahead - c->size, c->size - 1);
	}
	e->rank = rank;
	e->window = w;
	e->bucket = ahead;

	first = w->bucket[ahead];
	if (first) {
		list_add_tail(&e->ring, first);
		return;
	}
	INIT_LIST_HEAD(&e->ring);
	w->bucket[ahead] = &e->ring;
	eiffel_bitmap_set(&w->map, ahead);
}

static inline void eiffel_calendar_remove(struct eiffel_entry *e)
{
	struct list_head **bucket = &e->window->bucket[e->bucket];

	if (list_empty(&e->ring)) {
		*bucket = NULL;
		eiffel_bitmap_clear(&e->window->map, e->bucket);
		return;
	}
	if (*bucket == &e->ring)
		*bucket = e->ring.next;
	list_del(&e->ring);
}

/* Before something is put in; where it is empty, to begin at @floor. */
static inline void eiffel_calendar_open(struct eiffel_calendar *c, u64 floor)
{
	if (eiffel_calendar_empty(c))
		c->base = max(c->base, floor);
}

/* Lets the others of its bucket go before @e. */
static inline void eiffel_calendar_rotate(struct eiffel_entry *e)
{
	e->window->bucket[e->bucket] = e->ring.next;
}

/*
 * The secondary, which @floor has reached, becomes the primary, and what was beyond
 * both windows gets its place. Where nothing stands before that, the windows go on
 * to the first of it at once, and not one by one: it may be far.
 */
static noinline void eiffel_calendar_turn(struct eiffel_calendar *c, u64 floor)
{
	struct list_head **last = &c->secondary->bucket[c->size - 1];
	struct eiffel_entry *e, *next;
	LIST_HEAD(beyond);

	swap(c->primary, c->secondary);
	c->base += c->size;
	if (!*last)
		return;
	list_add_tail(&beyond, *last);
	*last = NULL;
	eiffel_bitmap_clear(&c->primary->map, c->size - 1);
	if (eiffel_window_empty(c->primary)) {
		list_for_each_entry(e, &beyond, ring)
			floor = min(floor, e->rank);
		c->base += div_u64(floor - c->base, c->size) * c->size;
	}
	list_for_each_entry_safe(e, next, &beyond, ring)
		eiffel_calendar_insert(c, e, e->rank);
}

/*
 * Return: what stands first of the ranks up to @limit, or NULL; then @next is the
 * rank of the first bucket with something in it, or U64_MAX. No rank below @floor
 * will be inserted from now on.
 */
static inline struct eiffel_entry *
eiffel_calendar_first(struct eiffel_calendar *c, u64 floor, u64 limit, u64 *next)
{
	struct eiffel_window *w;
	u64 base;
	u32 i;

	for (;;) {
		w = c->primary;
		base = c->base;
		if (eiffel_window_empty(w)) {
			if (eiffel_window_empty(c->secondary)) {
				*next = U64_MAX;
				return NULL;
			}
			base += c->size;
			if (floor >= base) {
				eiffel_calendar_turn(c, floor);
				continue;
			}
			w = c->secondary;
		}
		i = eiffel_bitmap_first(&w->map);
		if (base + i > limit) {
			*next = base + i;
			return NULL;
		}
		return list_entry(w->bucket[i], struct eiffel_entry, ring);
	}
}

/*
 * Return: what stands last, and of its rank came last, or NULL. For ranks that do
 * not move on: none of those is beyond the primary.
 */
static inline struct eiffel_entry *
eiffel_calendar_last(const struct eiffel_calendar *c)
{
	const struct eiffel_window *w = c->primary;

	if (eiffel_window_empty(w))
		return NULL;
	return list_entry(w->bucket[eiffel_bitmap_last(&w->map)]->prev,
			  struct eiffel_entry, ring);
}

#endif /* _EIFFEL_CALENDAR_H */
