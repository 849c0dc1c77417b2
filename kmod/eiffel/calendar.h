/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A bucketed priority queue for ranks in a moving range: the circular hierarchical
 * FFS queue (cFFS) of Eiffel, section 3.2.
 *
 * A rank is an integer: a time in units of the granularity, a deadline, a virtual
 * time, a priority. The entry with the lowest rank is first. Each rank has a bucket,
 * which is first in, first out. Two windows with the same number of buckets follow
 * each other:
 *
 *	[base, base + size)			the primary
 *	[base + size, base + 2 * size)		the secondary
 *
 * The range moves forward only: the caller passes the floor, the lowest rank that it
 * may still insert. When the floor has left the primary and the primary is empty, the
 * two swap places. Entries with ranks beyond both windows wait in the last bucket of
 * the secondary and are sorted when it becomes the primary; in a calendar whose entries
 * may leave before their rank is in range, they wait in a tree. Entries with ranks below
 * the primary are late and go to its first bucket. The caller rebases an empty calendar
 * to the floor, so that it need not swap through the windows of an idle period.
 *
 * A single window with ranks modulo its size would mix ranks before and after the wrap.
 */
#ifndef _EIFFEL_CALENDAR_H
#define _EIFFEL_CALENDAR_H

#include <linux/list.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/rbtree.h>

#include "bitmap.h"

struct eiffel_window {
	struct eiffel_bitmap	map;
	struct list_head	**bucket;	/* its first entry; NULL if empty */
};

struct eiffel_calendar {
	struct eiffel_window	*primary;
	struct eiffel_window	*secondary;
	u64			base;
	u32			size;
	bool			orders_beyond;	/* in the tree */
	struct rb_root_cached	beyond;		/* entries beyond both windows, by rank */
	struct eiffel_window	window[2];
};

#define EIFFEL_IN_TREE	U32_MAX

/* Embedded in what a calendar orders. */
struct eiffel_entry {
	union {
		struct {
			struct list_head ring;	/* of its bucket, without a head */
			struct eiffel_window *window;
		};
		struct rb_node	node;
	};
	u64			rank;
	u32			bucket;		/* or EIFFEL_IN_TREE */
};

/*
 * @orders_beyond: entries may leave before their rank is in range
 *
 * Return: an empty calendar, to be freed with kvfree(); NULL if out of memory.
 */
static inline struct eiffel_calendar *eiffel_calendar_new(u32 size, bool orders_beyond)
{
	size_t words = eiffel_bitmap_words(size);
	struct eiffel_calendar *c;
	u64 *memory;
	int i;

	c = kvzalloc(sizeof(*c) + 2 * words * sizeof(u64) +
		     2 * size * sizeof(struct list_head *),
		     GFP_KERNEL_ACCOUNT);
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
	c->orders_beyond = orders_beyond;
	c->beyond = RB_ROOT_CACHED;
	return c;
}

static inline bool eiffel_window_empty(const struct eiffel_window *w)
{
	return eiffel_bitmap_empty(&w->map);
}

static inline bool eiffel_calendar_empty(const struct eiffel_calendar *c)
{
	return eiffel_window_empty(c->primary) &&
	       eiffel_window_empty(c->secondary) &&
	       RB_EMPTY_ROOT(&c->beyond.rb_root);
}

/* Return: the first entry of the tree; NULL if it is empty. */
static inline struct eiffel_entry *eiffel_calendar_first_beyond(const struct eiffel_calendar *c)
{
	return rb_entry_safe(rb_first_cached(&c->beyond), struct eiffel_entry, node);
}

/* Return: an entry of the first bucket in use; NULL if @c is empty. */
static inline struct eiffel_entry *eiffel_calendar_any(const struct eiffel_calendar *c)
{
	const struct eiffel_window *w = c->primary;

	if (eiffel_window_empty(w))
		w = c->secondary;
	if (eiffel_window_empty(w))
		return eiffel_calendar_first_beyond(c);
	return list_entry(w->bucket[eiffel_bitmap_first(&w->map)],
			  struct eiffel_entry, ring);
}

static inline bool eiffel_entry_less(struct rb_node *node, const struct rb_node *other)
{
	return rb_entry(node, struct eiffel_entry, node)->rank <
	       rb_entry(other, struct eiffel_entry, node)->rank;
}

static noinline void eiffel_calendar_insert_beyond(struct eiffel_calendar *c,
						   struct eiffel_entry *e)
{
	e->bucket = EIFFEL_IN_TREE;
	rb_add_cached(&e->node, &c->beyond, eiffel_entry_less);
}

/* Inserts @e behind the entries with the same rank. */
static inline void eiffel_calendar_insert(struct eiffel_calendar *c,
					  struct eiffel_entry *e, u64 rank)
{
	u64 ahead = rank > c->base ? rank - c->base : 0;
	struct eiffel_window *w = c->primary;
	struct list_head *first;

	e->rank = rank;
	if (ahead >= c->size) {
		w = c->secondary;
		ahead -= c->size;
		if (ahead >= c->size && c->orders_beyond) {
			eiffel_calendar_insert_beyond(c, e);
			return;
		}
		ahead = min_t(u64, ahead, c->size - 1);
	}
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

static inline void eiffel_calendar_remove(struct eiffel_calendar *c,
					  struct eiffel_entry *e)
{
	struct list_head **bucket;

	if (unlikely(e->bucket == EIFFEL_IN_TREE)) {
		rb_erase_cached(&e->node, &c->beyond);
		return;
	}
	bucket = &e->window->bucket[e->bucket];
	if (list_empty(&e->ring)) {
		*bucket = NULL;
		eiffel_bitmap_clear(&e->window->map, e->bucket);
		return;
	}
	if (*bucket == &e->ring)
		*bucket = e->ring.next;
	list_del(&e->ring);
}

/* Makes an empty calendar start at @floor. Call before an insertion. */
static inline void eiffel_calendar_rebase(struct eiffel_calendar *c, u64 floor)
{
	if (eiffel_calendar_empty(c))
		c->base = max(c->base, floor);
}

/* Moves @e, the first entry of its bucket, to the tail of the bucket. */
static inline void eiffel_calendar_move_to_tail(struct eiffel_entry *e)
{
	e->window->bucket[e->bucket] = e->ring.next;
}

/* Takes the entries of the tree that are in range now. */
static inline void eiffel_calendar_take_beyond(struct eiffel_calendar *c,
					       struct list_head *taken)
{
	struct eiffel_entry *e;

	while ((e = eiffel_calendar_first_beyond(c)) && e->rank < c->base + 2ULL * c->size) {
		rb_erase_cached(&e->node, &c->beyond);
		list_add_tail(&e->ring, taken);
	}
}

/*
 * Makes the secondary, which @floor has reached, the primary, and sorts the entries
 * that were beyond both windows. If there are no others, the windows advance to the
 * first of them in one step, because it may be many windows ahead.
 */
static noinline void eiffel_calendar_swap_windows(struct eiffel_calendar *c, u64 floor)
{
	struct list_head **last = &c->secondary->bucket[c->size - 1];
	struct eiffel_entry *e, *next;
	LIST_HEAD(beyond);

	swap(c->primary, c->secondary);
	c->base += c->size;
	eiffel_calendar_take_beyond(c, &beyond);
	if (*last && !c->orders_beyond) {
		list_add_tail(&beyond, *last);
		*last = NULL;
		eiffel_bitmap_clear(&c->primary->map, c->size - 1);
		if (eiffel_window_empty(c->primary)) {
			list_for_each_entry(e, &beyond, ring)
				floor = min(floor, e->rank);
			c->base += div_u64(floor - c->base, c->size) * c->size;
		}
	}
	list_for_each_entry_safe(e, next, &beyond, ring)
		eiffel_calendar_insert(c, e, e->rank);
}

/*
 * Advances empty windows to @floor, and sorts the entries of the tree in range.
 *
 * Return: whether there are any
 */
static noinline bool eiffel_calendar_refill(struct eiffel_calendar *c, u64 floor)
{
	struct eiffel_entry *e, *next;
	LIST_HEAD(beyond);

	if (RB_EMPTY_ROOT(&c->beyond.rb_root))
		return false;
	c->base = max(c->base, floor);
	eiffel_calendar_take_beyond(c, &beyond);
	list_for_each_entry_safe(e, next, &beyond, ring)
		eiffel_calendar_insert(c, e, e->rank);
	return !eiffel_window_empty(c->primary) || !eiffel_window_empty(c->secondary);
}

/* The first entry of the tree, as eiffel_calendar_first(). */
static inline struct eiffel_entry *
eiffel_calendar_peek_beyond(const struct eiffel_calendar *c, u64 limit, u64 *next)
{
	struct eiffel_entry *e = eiffel_calendar_first_beyond(c);

	if (e && e->rank <= limit)
		return e;
	*next = e ? e->rank : U64_MAX;
	return NULL;
}

/*
 * Return: the first entry, if its rank is not above @limit. Otherwise NULL, and @next
 * is the rank of the first non-empty bucket, or U64_MAX if all are empty. The caller
 * must not insert ranks below @floor any more.
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
				if (eiffel_calendar_refill(c, floor))
					continue;
				return eiffel_calendar_peek_beyond(c, limit, next);
			}
			base += c->size;
			if (floor >= base) {
				eiffel_calendar_swap_windows(c, floor);
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
 * Return: the last entry; NULL if there is none. Only for calendars with a fixed range
 * of ranks, which are all in the primary.
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
