/* SPDX-License-Identifier: GPL-2.0-only */
/* Before 6.5 skb_gso_segment() was declared in netdevice.h. */
#ifdef HAVE_NET_GSO
#include_next <net/gso.h>
#else
#include <linux/netdevice.h>
#endif
