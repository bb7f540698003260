/* SPDX-License-Identifier: GPL-3.0-or-later */
/* time.h -- simulated time: int64 picoseconds, 106 days from the start.
 *
 * Everything inside the program is a sim_time or a plain count; units appear
 * in names only where numbers enter or leave it.
 */
#ifndef SIM_TIME_H
#define SIM_TIME_H

#include <stdint.h>

typedef int64_t sim_time;

#define SIM_PS ((sim_time)1)
#define SIM_NS ((sim_time)1000)
#define SIM_US ((sim_time)1000000)
#define SIM_MS ((sim_time)1000000000)
#define SIM_S ((sim_time)1000000000000)
#define SIM_NEVER INT64_MAX

#endif
