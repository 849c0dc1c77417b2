/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _COMPAT_LINUX_SYSCTL_H
#define _COMPAT_LINUX_SYSCTL_H

#include_next <linux/sysctl.h>

/* Since 6.11 handlers get a const table. */
#ifdef HAVE_CONST_CTL_TABLE
#define DWRR_CTL_TABLE	const struct ctl_table
#else
#define DWRR_CTL_TABLE	struct ctl_table
#endif

/* Before 6.6 an empty entry ended the table. */
#ifndef HAVE_REGISTER_SYSCTL_SZ
#define register_sysctl_sz(path, table, size)	register_sysctl(path, table)
#endif

#endif
