/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _COMPAT_NET_PKT_CLS_H
#define _COMPAT_NET_PKT_CLS_H

#include_next <net/pkt_cls.h>

#ifndef HAVE_TCF_CLASSIFY_QDISC
static inline int tcf_classify_qdisc(struct sk_buff *skb,
				     const struct tcf_proto *tp,
				     struct tcf_result *res, bool compat_mode)
{
	int action = tcf_classify(skb, NULL, tp, res, compat_mode);

	return action == TC_ACT_REDIRECT ? TC_ACT_SHOT : action;
}
#endif

#endif
