/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The interface of the port to the legacy part, which serves users of the
 * MQ-ECN and TCN prototypes: sysctls dwrr.* and the impersonation of tbf.
 * `make kmod LEGACY=n` builds the module without it.
 */
#ifndef _DWRR_LEGACY_H
#define _DWRR_LEGACY_H

#include <linux/init.h>
#include <linux/list.h>
#include <linux/types.h>
#include <net/sch_generic.h>

#include "../config.h"

#ifdef DWRR_LEGACY

/* The legacy part's state in a port. */
struct dwrr_legacy_port {
	struct list_head node;		/* in the namespace's list of ports */
};

/* Must precede anything in a port's init that can fail: destroy always runs. */
void dwrr_legacy_port_init(struct Qdisc *sch);

static inline void dwrr_legacy_port_exit(struct dwrr_legacy_port *port)
{
	list_del(&port->node);
}

/* Sets @config to the defaults of a new port: the namespace's sysctls. */
void dwrr_legacy_defaults(struct Qdisc *sch, struct dwrr_config *config);

int __init dwrr_legacy_sysctl_register(void);
void dwrr_legacy_sysctl_unregister(void);
int __init dwrr_legacy_tbf_register(void);
void dwrr_legacy_tbf_unregister(void);

#else

struct dwrr_legacy_port {};

static inline void dwrr_legacy_port_init(struct Qdisc *sch)
{
}

static inline void dwrr_legacy_port_exit(struct dwrr_legacy_port *port)
{
}

static inline void dwrr_legacy_defaults(struct Qdisc *sch,
					struct dwrr_config *config)
{
	dwrr_config_init(config);
}

static inline int dwrr_legacy_sysctl_register(void)
{
	return 0;
}

static inline void dwrr_legacy_sysctl_unregister(void)
{
}

static inline int dwrr_legacy_tbf_register(void)
{
	return 0;
}

static inline void dwrr_legacy_tbf_unregister(void)
{
}

#endif /* DWRR_LEGACY */
#endif /* _DWRR_LEGACY_H */
