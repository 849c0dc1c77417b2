// SPDX-License-Identifier: GPL-2.0-only
/* Asks the kernel what a marking scheme or a buffer policy is, in generic netlink. */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "schemes.h"

#define REPLY_LEN 16384

static const enum value_kind kinds[__DWRR_UNIT_MAX] = {
	[DWRR_UNIT_NUMBER]	= NUMBER,
	[DWRR_UNIT_BYTES]	= SIZE,
	[DWRR_UNIT_NS]		= TIME,
	[DWRR_UNIT_PPM]		= PROBABILITY,
	[DWRR_UNIT_SWITCH]	= CHOICE,
};

static void copy_string(char *to, size_t len, const struct rtattr *attr)
{
	snprintf(to, len, "%.*s", attr ? (int)RTA_PAYLOAD(attr) : 0,
		 attr ? (const char *)RTA_DATA(attr) : "");
}

static __u64 uint_of(struct rtattr *tb[], int attr)
{
	return tb[attr] ? read_uint(tb[attr]) : 0;
}

/* Reads a parameter or statistic from a description or from a port. */
void read_param(struct option *opt, bool *per_queue, char *name,
		struct rtattr *field)
{
	struct rtattr *tb[DWRR_FIELD_MAX + 1];
	__u64 unit;

	parse_nested(tb, DWRR_FIELD_MAX, field);
	copy_string(name, DWRR_NAME_LEN, tb[DWRR_FIELD_NAME]);
	unit = uint_of(tb, DWRR_FIELD_UNIT);
	*opt = (struct option) {
		.name	= name,
		.attr	= DWRR_FIELD_VALUE,
		.kind	= unit < __DWRR_UNIT_MAX ? kinds[unit] : NUMBER,
		.min	= uint_of(tb, DWRR_FIELD_LOWEST),
		.max	= unit == DWRR_UNIT_SWITCH ? 1 : uint_of(tb, DWRR_FIELD_HIGHEST),
		.choices = switches,
		.is_u64	= true,
	};
	*per_queue = tb[DWRR_FIELD_PER_QUEUE];
}

struct request {
	struct nlmsghdr n;
	struct genlmsghdr g;
	char attributes[128];
};

/*
 * Sends a request with a name in the attribute @attr, and receives the answer.
 *
 * Return: the attributes of the answer; NULL after writing what is wrong to @error
 */
static struct rtattr *ask(int fd, __u16 family, __u8 command, int attr,
			  const char *name, char *reply, int *len, char *error,
			  size_t error_len)
{
	struct request request = {
		.n = { .nlmsg_len = NLMSG_LENGTH(GENL_HDRLEN), .nlmsg_type = family,
		       .nlmsg_flags = NLM_F_REQUEST },
		.g = { .cmd = command, .version = 1 },
	};
	struct nlmsghdr *n = (struct nlmsghdr *)reply;
	struct rtattr *tb[NLMSGERR_ATTR_MAX + 1];
	struct nlmsgerr *refusal = NLMSG_DATA(n);
	ssize_t received;

	addattr_l(&request.n, sizeof(request), attr, name, strlen(name) + 1);
	if (send(fd, &request, request.n.nlmsg_len, 0) < 0 ||
	    (received = recv(fd, reply, REPLY_LEN, 0)) < (ssize_t)sizeof(*n)) {
		snprintf(error, error_len, "%s", strerror(errno));
		return NULL;
	}
	if (n->nlmsg_type != NLMSG_ERROR) {
		*len = n->nlmsg_len - NLMSG_LENGTH(GENL_HDRLEN);
		return (struct rtattr *)((char *)NLMSG_DATA(n) + GENL_HDRLEN);
	}
	snprintf(error, error_len, "%s", strerror(-refusal->error));
	if (n->nlmsg_flags & NLM_F_ACK_TLVS) {
		parse_rtattr_flags(tb, NLMSGERR_ATTR_MAX,
				   (struct rtattr *)(refusal + 1),
				   n->nlmsg_len - NLMSG_LENGTH(sizeof(*refusal)),
				   NLA_F_NESTED);
		if (tb[NLMSGERR_ATTR_MSG])
			copy_string(error, error_len, tb[NLMSGERR_ATTR_MSG]);
	}
	return NULL;
}

static void read_params(struct scheme *scheme, struct rtattr *attr, int len)
{
	for (; RTA_OK(attr, len); attr = RTA_NEXT(attr, len)) {
		size_t i = scheme->count;

		scheme->is_buffer |= (attr->rta_type & ~NLA_F_NESTED) == DWRR_A_IS_BUFFER;
		if ((attr->rta_type & ~NLA_F_NESTED) != DWRR_A_PARAM ||
		    i == DWRR_SCHEME_PARAMS)
			continue;
		read_param(&scheme->options[i], &scheme->per_queue[i],
			   scheme->names[i], attr);
		scheme->count++;
	}
}

/*
 * Reads the description of the scheme @name, which loads its module, and before it that
 * of dwrr. Refuses a name that the kernel does not know, or that is of the other kind.
 *
 * @option: which selects it
 */
void read_scheme(struct scheme *scheme, const char *option, bool is_buffer,
		 const char *name)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	struct rtattr *tb[CTRL_ATTR_MAX + 1], *attr;
	char reply[REPLY_LEN], error[256] = "";
	int one = 1, len;

	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	if (strlen(name) >= DWRR_NAME_LEN)
		refuse("a name of a scheme has at most 31 characters", name);
	attr = ask(fd, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, CTRL_ATTR_FAMILY_NAME,
		   DWRR_GENL_NAME, reply, &len, error, sizeof(error));
	if (attr) {
		parse_rtattr_flags(tb, CTRL_ATTR_MAX, attr, len, NLA_F_NESTED);
		attr = ask(fd, *(__u16 *)RTA_DATA(tb[CTRL_ATTR_FAMILY_ID]),
			   DWRR_CMD_GET_SCHEME, DWRR_A_NAME, name, reply, &len,
			   error, sizeof(error));
	}
	close(fd);
	if (!attr)
		reject(option, error, name);
	snprintf(scheme->name, sizeof(scheme->name), "%s", name);
	scheme->count = 0;
	scheme->is_buffer = false;
	read_params(scheme, attr, len);
	if (scheme->is_buffer != is_buffer)
		reject(option, is_buffer ? "a marking scheme, which belongs to ecn-scheme" :
					   "a buffer policy, which belongs to buffer-mode",
		       name);
}

/* Prints the statistics of the scheme's own; in JSON with '_' for '-', as all others. */
void print_scheme_counters(struct rtattr *nest)
{
	char name[DWRR_NAME_LEN], fmt[DWRR_NAME_LEN + 16];
	struct rtattr *attr = RTA_DATA(nest);
	int len = RTA_PAYLOAD(nest);

	print_color_string(PRINT_FP, COLOR_NONE, NULL, "%s ", _SL_);
	for (; RTA_OK(attr, len); attr = RTA_NEXT(attr, len)) {
		struct rtattr *tb[DWRR_FIELD_MAX + 1];
		struct option opt;
		bool per_queue;

		read_param(&opt, &per_queue, name, attr);
		parse_nested(tb, DWRR_FIELD_MAX, attr);
		snprintf(fmt, sizeof(fmt), " %s %%s", name);
		for (char *c = name; *c && is_json_context(); c++)
			if (*c == '-')
				*c = '_';
		if (tb[DWRR_FIELD_VALUE])
			print_value(&opt, name, fmt, read_uint(tb[DWRR_FIELD_VALUE]));
	}
}
