/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suite.h -- what a test program gives to tests/main.c. */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>

/* Defined once by each tests/test_*.c; the runner frees it. */
Suite *make_suite(void);

#endif
