/* SPDX-License-Identifier: GPL-2.0-only */
/* What the port knows of the schemes of its own, to call them directly. */
#ifndef _DWRR_SCHEMES_H
#define _DWRR_SCHEMES_H

#include "scheme.h"

/* By enum dwrr_ecn_scheme. */
extern const struct dwrr_scheme_ops dwrr_own_schemes[__DWRR_ECN_MAX];

enum dwrr_verdict dwrr_codel_dequeue(const struct dwrr_view *view);

#endif /* _DWRR_SCHEMES_H */
