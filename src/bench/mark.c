// SPDX-License-Identifier: Apache-2.0
/* Executes a mark, for scripts. */
#include "mark.h"

int main(void)
{
	mark();
	return 0;
}
