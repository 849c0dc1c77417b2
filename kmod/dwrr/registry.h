/* SPDX-License-Identifier: GPL-2.0-only */
/* All marking schemes, by their names, and their description in generic netlink. */
#ifndef _DWRR_REGISTRY_H
#define _DWRR_REGISTRY_H

#include <linux/init.h>
#include <linux/skbuff.h>

#include "schemes.h"

/* registry.c */
const struct dwrr_scheme_ops *dwrr_scheme_get(const char *name);
bool dwrr_name_valid(const char *name);
u32 dwrr_scheme_number(const struct dwrr_scheme_ops *scheme);
u32 dwrr_scheme_params(const struct dwrr_scheme_ops *scheme);
const struct dwrr_scheme_param *dwrr_scheme_param(const struct dwrr_scheme_ops *scheme,
						  const char *name);
void dwrr_scheme_defaults(const struct dwrr_scheme_ops *scheme, u64 *values);
const struct dwrr_scheme_ops *dwrr_scheme_next(const struct dwrr_scheme_ops *scheme);
void dwrr_schemes_lock(void);
void dwrr_schemes_unlock(void);

/* describe.c */
int dwrr_put_param(struct sk_buff *skb, const struct dwrr_scheme_param *param,
		   const u64 *values, u32 count);
int dwrr_put_own_stat(struct sk_buff *skb, const struct dwrr_scheme_stat *stat, u64 value);
int __init dwrr_describe_register(void);
void dwrr_describe_unregister(void);

#endif /* _DWRR_REGISTRY_H */
