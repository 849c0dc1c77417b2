/* SPDX-License-Identifier: GPL-2.0-only */
/* How long a frame is on the wire. */
#ifndef _DWRR_WIRE_H
#define _DWRR_WIRE_H

#include <linux/if_ether.h>
#include <linux/minmax.h>
#include <linux/types.h>

/* Frame and FCS, at least the minimum frame; preamble, SFD and inter-packet gap. */
static inline u32 dwrr_wire_len(u32 frame)
{
	return max_t(u32, frame + ETH_FCS_LEN, ETH_ZLEN + ETH_FCS_LEN) + 20;
}

#endif /* _DWRR_WIRE_H */
