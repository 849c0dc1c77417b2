/* SPDX-License-Identifier: GPL-2.0-only */
/* Before 6.5 skb_gso_segment() was declared in netdevice.h. */
#if __has_include_next(<net/gso.h>)
#include_next <net/gso.h>
#else
#include <linux/netdevice.h>
#endif
