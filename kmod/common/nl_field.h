/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A configuration struct as netlink attributes. A table says which field an attribute
 * sets and what its range is; parsing, error messages and dumps follow from it.
 */
#ifndef _COMMON_NL_FIELD_H
#define _COMMON_NL_FIELD_H

#include <linux/stddef.h>
#include <linux/stringify.h>
#include <net/netlink.h>

/*
 * An attribute that sets a field of a configuration, a u32, a u64 or bytes, and the
 * error message for a value out of range. An attribute with size 0 sets no field.
 */
struct nl_field {
	u16		offset;
	u16		size;
	const char	*rule;
};

#define NL_U32(type, member, text)	\
	{ offsetof(type, member), sizeof(u32), text }
#define NL_U64(type, member, text)	\
	{ offsetof(type, member), sizeof(u64), text }
#define NL_BYTES(type, member, length, text)	\
	{ offsetof(type, member), length, text }

/* The range of an attribute from its limits in uapi/. */
#define NL_RANGE(attr)							\
	static struct netlink_range_validation attr##_range = {		\
		.min = attr##_MIN,					\
		.max = attr##_MAX,					\
	}

/* The range in words, for the rule of an nl_field. */
#define NL_RANGE_TEXT(attr)	\
	__stringify(attr##_MIN) " to " __stringify(attr##_MAX)

/* nla_parse_nested(), which reports the rule of a value out of range. */
static inline int nl_fields_parse(struct nlattr **tb, int max,
				  const struct nlattr *nest,
				  const struct nla_policy *policy,
				  const struct nl_field *fields,
				  struct netlink_ext_ack *extack)
{
	int err = nla_parse_nested(tb, max, nest, policy, extack);
	const char *rule;

	if (err == -ERANGE && extack && extack->bad_attr) {
		rule = fields[nla_type(extack->bad_attr)].rule;
		if (rule)
			extack->_msg = rule;
	}
	return err;
}

/* Return: whether @tb has an attribute that sets a field. */
static inline bool nl_fields_any(struct nlattr **tb, int max,
				 const struct nl_field *fields)
{
	int i;

	for (i = 1; i <= max; i++)
		if (tb[i] && fields[i].size)
			return true;
	return false;
}

/* Sets the fields of @config that have an attribute in @tb. */
static inline void nl_fields_get(struct nlattr **tb, int max,
				 const struct nl_field *fields, void *config)
{
	int i;

	for (i = 1; i <= max; i++)
		if (tb[i])
			nla_memcpy(config + fields[i].offset, tb[i],
				   fields[i].size);
}

static inline int nl_field_put(struct sk_buff *skb, int attr, int pad,
			       const struct nl_field *field, const void *config)
{
	const void *value = config + field->offset;

	if (!field->size)
		return 0;
	if (field->size == sizeof(u64))
		return nla_put_64bit(skb, attr, field->size, value, pad);
	return nla_put(skb, attr, field->size, value);
}

/* Dumps all fields of @config. @pad: the attribute that aligns a u64 */
static inline int nl_fields_put(struct sk_buff *skb, int max, int pad,
				const struct nl_field *fields,
				const void *config)
{
	int i, err = 0;

	for (i = 1; !err && i <= max; i++)
		err = nl_field_put(skb, i, pad, &fields[i], config);
	return err;
}

#endif /* _COMMON_NL_FIELD_H */
