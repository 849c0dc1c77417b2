/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _COMPAT_NET_PKT_SCHED_H
#define _COMPAT_NET_PKT_SCHED_H

#include_next <net/pkt_sched.h>

/* Before 6.9 the file name sch_KIND.ko is what finds a module for a kind. */
#ifndef HAVE_MODULE_ALIAS_NET_SCH
#define MODULE_ALIAS_NET_SCH(kind)
#endif

#endif
