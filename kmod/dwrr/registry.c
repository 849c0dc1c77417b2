// SPDX-License-Identifier: GPL-2.0-only
/*
 * The marking schemes and buffer policies by name: those of the module itself, and those that
 * register.
 */

#include <linux/ctype.h>
#include <linux/mutex.h>
#include <linux/string.h>

#include "registry.h"

static LIST_HEAD(dwrr_modules);
static DEFINE_MUTEX(dwrr_modules_lock);

/* These three are exported for dwrr_scheme_test. */
void dwrr_schemes_lock(void)
{
	mutex_lock(&dwrr_modules_lock);
}
EXPORT_SYMBOL_GPL(dwrr_schemes_lock);

void dwrr_schemes_unlock(void)
{
	mutex_unlock(&dwrr_modules_lock);
}
EXPORT_SYMBOL_GPL(dwrr_schemes_unlock);

/* Return: the number of a scheme of the module itself, otherwise DWRR_ECN_MODULE. */
u32 dwrr_scheme_number(const struct dwrr_scheme_ops *scheme)
{
	return scheme->owner ? DWRR_ECN_MODULE :
	       scheme - dwrr_own_scheme(dwrr_scheme_role(scheme), 0);
}

/* Return: the scheme behind @scheme (NULL: the first), or NULL. Under the lock. */
const struct dwrr_scheme_ops *dwrr_scheme_next(const struct dwrr_scheme_ops *scheme)
{
	const struct list_head *next = dwrr_modules.next;

	if (!scheme)
		return dwrr_own_schemes;
	if (scheme->owner)
		next = scheme->list.next;
	else if (scheme - dwrr_own_schemes < DWRR_OWN_SCHEMES - 1)
		return scheme + 1;
	return next == &dwrr_modules ? NULL :
	       list_entry(next, const struct dwrr_scheme_ops, list);
}
EXPORT_SYMBOL_GPL(dwrr_scheme_next);

static const struct dwrr_scheme_ops *dwrr_scheme_find(const char *name)
{
	const struct dwrr_scheme_ops *scheme = NULL;

	while ((scheme = dwrr_scheme_next(scheme)))
		if (!strcmp(scheme->name, name))
			return scheme;
	return NULL;
}

/* Return: the scheme of that name, with a reference to its module; NULL if there is none. */
const struct dwrr_scheme_ops *dwrr_scheme_get(const char *name)
{
	const struct dwrr_scheme_ops *scheme;

	dwrr_schemes_lock();
	scheme = dwrr_scheme_find(name);
	if (scheme && !try_module_get(scheme->owner))
		scheme = NULL;
	dwrr_schemes_unlock();
	return scheme;
}

u32 dwrr_scheme_params(const struct dwrr_scheme_ops *scheme)
{
	u32 count = 0;

	while (scheme->params && scheme->params[count].name)
		count++;
	return count;
}

const struct dwrr_scheme_param *dwrr_scheme_param(const struct dwrr_scheme_ops *scheme,
						  const char *name)
{
	const struct dwrr_scheme_param *param;

	for (param = scheme->params; param && param->name; param++)
		if (!strcmp(param->name, name))
			return param;
	return NULL;
}

void dwrr_scheme_defaults(const struct dwrr_scheme_ops *scheme, u64 *values)
{
	const struct dwrr_scheme_param *param;

	for (param = scheme->params; param && param->name; param++)
		*values++ = param->def;
}

/* Return: whether @name may be that of a scheme, a parameter or a statistic. */
bool dwrr_name_valid(const char *name)
{
	size_t i;

	for (i = 0; name && name[i]; i++)
		if (!islower(name[i]) && !isdigit(name[i]) && name[i] != '-')
			return false;
	return i && i < DWRR_NAME_LEN;
}

/* Return: what is wrong with the declaration of a parameter, or NULL. */
static const char *dwrr_param_fault(const struct dwrr_scheme_ops *ops,
				    const struct dwrr_scheme_param *param)
{
	if (!dwrr_name_valid(param->name))
		return "the name of a parameter has lower-case letters, digits and '-'";
	if (dwrr_scheme_param(ops, param->name) != param)
		return "two parameters have the same name";
	if (!param->text)
		return "a parameter has no text";
	if (param->unit >= __DWRR_UNIT_MAX)
		return "a parameter has no unit of enum dwrr_unit";
	if (param->min > param->def || param->def > param->max)
		return "the default of a parameter is out of its range";
	if (param->not_below && !dwrr_scheme_param(ops, param->not_below))
		return "a parameter is at least another one, which does not exist";
	if (param->only_with && !dwrr_scheme_param(ops, param->only_with))
		return "a parameter has an effect only with another one, which does not exist";
	if (param->field)
		return "a parameter has a field, which only the port's own have";
	return NULL;
}

static const char *dwrr_stat_fault(const struct dwrr_scheme_stat *stat)
{
	if (!dwrr_name_valid(stat->name) || !stat->text || stat->unit >= __DWRR_UNIT_MAX)
		return "a statistic has no name, text or unit, or not a valid one";
	return NULL;
}

/* Return: what is wrong with the callbacks of a marking scheme, or NULL. */
static const char *dwrr_marking_fault(const struct dwrr_scheme_ops *ops)
{
	if (ops->arrived || ops->departed)
		return "it follows packets without a limit, as only a buffer policy does";
	if (!ops->thresh && !ops->enqueue && !ops->dequeue)
		return "it has neither a threshold nor a callback";
	if (ops->metric == DWRR_METRIC_SOJOURN && !(ops->needs & DWRR_NEEDS_SOJOURN))
		return "its metric is the sojourn time, which it does not need";
	if (!ops->period != !ops->interval)
		return "it has a period or an interval, but not both";
	return NULL;
}

static const char *dwrr_buffering_fault(const struct dwrr_scheme_ops *ops)
{
	if (ops->thresh || ops->enqueue || ops->dequeue || ops->needs)
		return "it has a limit, so it is a buffer policy, which marks nothing";
	if (ops->period || ops->interval)
		return "it has a limit, so it is a buffer policy, which has no timer";
	if (dwrr_scheme_params(ops) > DWRR_BUFFER_PARAMS)
		return "a buffer policy has at most 4 parameters";
	return NULL;
}

/* Return: what is wrong with the declaration of a scheme, or NULL. */
static const char *dwrr_scheme_fault(const struct dwrr_scheme_ops *ops)
{
	const char *fault;
	u32 i;

	if (!dwrr_name_valid(ops->name))
		return "a name has 1 to 31 lower-case letters, digits and '-'";
	if (!ops->text)
		return "it has no text";
	if (!ops->stats != !ops->dump)
		return "it has statistics or a dump, but not both";
	if (dwrr_scheme_params(ops) > DWRR_SCHEME_PARAMS)
		return "it has too many parameters";
	fault = dwrr_scheme_role(ops) == DWRR_BUFFERING ? dwrr_buffering_fault(ops) :
							  dwrr_marking_fault(ops);
	for (i = 0; !fault && ops->params && ops->params[i].name; i++)
		fault = dwrr_param_fault(ops, &ops->params[i]);
	for (i = 0; !fault && ops->stats && ops->stats[i].name; i++)
		fault = i < DWRR_SCHEME_STATS ? dwrr_stat_fault(&ops->stats[i]) :
						"it has too many statistics";
	return fault;
}

/* Adds a scheme. Return: 0; -EINVAL, with a line in the log; -EEXIST. */
int __dwrr_scheme_register(struct dwrr_scheme_ops *ops, struct module *owner)
{
	const char *fault = dwrr_scheme_fault(ops);
	int err = 0;

	if (fault) {
		pr_err("dwrr: scheme %s: %s\n", ops->name ?: "without name", fault);
		return -EINVAL;
	}
	dwrr_schemes_lock();
	if (dwrr_scheme_find(ops->name)) {
		pr_err("dwrr: scheme %s: the name is taken\n", ops->name);
		err = -EEXIST;
	} else {
		ops->owner = owner;
		list_add_tail(&ops->list, &dwrr_modules);
	}
	dwrr_schemes_unlock();
	return err;
}
EXPORT_SYMBOL_GPL(__dwrr_scheme_register);

/* A port that uses the scheme has a reference to its module, which thus remains. */
void dwrr_scheme_unregister(struct dwrr_scheme_ops *ops)
{
	dwrr_schemes_lock();
	list_del(&ops->list);
	dwrr_schemes_unlock();
}
EXPORT_SYMBOL_GPL(dwrr_scheme_unregister);
