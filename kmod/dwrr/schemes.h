/* SPDX-License-Identifier: GPL-2.0-only */
/* What the port knows of the schemes and buffer policies of its own. */
#ifndef _DWRR_SCHEMES_H
#define _DWRR_SCHEMES_H

#include "scheme.h"

#define DWRR_OWN_SCHEMES	(__DWRR_ECN_MAX + __DWRR_BUFFER_MAX)

/* By enum dwrr_ecn_scheme, and behind them by enum dwrr_buffer_mode. */
extern const struct dwrr_scheme_ops dwrr_own_schemes[DWRR_OWN_SCHEMES];

static inline const struct dwrr_scheme_ops *dwrr_own_scheme(enum dwrr_role role, u32 number)
{
	return &dwrr_own_schemes[role == DWRR_BUFFERING ? __DWRR_ECN_MAX + number : number];
}

enum dwrr_verdict dwrr_codel_dequeue(const struct dwrr_view *view);

#endif /* _DWRR_SCHEMES_H */
