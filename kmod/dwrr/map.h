/* SPDX-License-Identifier: GPL-2.0-only */
/* A map: the queue of each code point, or DWRR_UNMAPPED. */
#ifndef _DWRR_MAP_H
#define _DWRR_MAP_H

#include <linux/bits.h>
#include <linux/string.h>

#include "config.h"

static inline bool dwrr_map_valid(const u8 *map, u32 code_points,
				  u32 num_queues)
{
	u32 i;

	for (i = 0; i < code_points; i++)
		if (map[i] >= num_queues && map[i] != DWRR_UNMAPPED)
			return false;
	return true;
}

/* Makes the code points in @set, and no others, those of @queue. */
static inline void dwrr_map_set(u8 *map, u32 code_points, u32 queue, u64 set)
{
	u32 i;

	for (i = 0; i < code_points; i++) {
		if (set & BIT_ULL(i))
			map[i] = queue;
		else if (map[i] == queue)
			map[i] = DWRR_UNMAPPED;
	}
}

/* Return: the set of the code points of @queue. */
static inline u64 dwrr_map_get(const u8 *map, u32 code_points, u32 queue)
{
	u64 set = 0;
	u32 i;

	for (i = 0; i < code_points; i++)
		if (map[i] == queue)
			set |= BIT_ULL(i);
	return set;
}

/*
 * Gives each queue one code point, its dscp, as the prototypes do: the first queue with
 * a DSCP gets it. Unless a sysctl changed that, DSCP i goes to queue i.
 */
static inline void dwrr_config_map_dscp(struct dwrr_config *config)
{
	u32 i = config->num_queues;

	memset(config->dscp_map, DWRR_UNMAPPED, sizeof(config->dscp_map));
	while (i--)
		config->dscp_map[config->queue[i].dscp] = i;
}

/* PCP i goes to queue i. */
static inline void dwrr_config_map_pcp(struct dwrr_config *config)
{
	u32 i;

	for (i = 0; i < DWRR_NUM_PCPS; i++)
		config->pcp_map[i] = i < config->num_queues ? i : DWRR_UNMAPPED;
}

#endif /* _DWRR_MAP_H */
