/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c -- run one suite.  Fails also when nothing ran: a misspelt
 * CK_RUN_CASE would otherwise count as success. */
#include <stdio.h>

#include "tests/suite.h"

int main(void)
{
	SRunner *runner = srunner_create(make_suite());
	int ran, failed;

	srunner_run_all(runner, CK_NORMAL);
	ran = srunner_ntests_run(runner);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	if (ran == 0)
		fputs("no test ran\n", stderr);
	return failed > 0 || ran == 0;
}
