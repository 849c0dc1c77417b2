// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's own gcov (kernel/gcov) as a module, for a kernel that was built without it. */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/module.h>

/* The two files begin by themselves in a kernel; a module has one beginning. */
#undef device_initcall
#define device_initcall(function)
#include "base.c"
#include "fs.c"

static int __init gcov_module_init(void)
{
	gcov_init();
	return gcov_fs_init();
}
module_init(gcov_module_init);

/* Used by a function of a header that nobody calls; the compiler keeps it without optimization. */
void __show_free_areas(unsigned int flags, nodemask_t *nodemask, int max_zone_idx)
{
}
EXPORT_SYMBOL(__show_free_areas);

MODULE_DESCRIPTION("Counters of executed lines");
MODULE_LICENSE("GPL");
