/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model.h -- a model as it was written: what a loader fills, and what
 * program.h checks and compiles.
 *
 * Nothing here knows of files or YAML, but everything remembers where it was
 * written, so that errors found later still point there.  All of it is plain
 * data in arenas of its owner, read-only once loaded.
 *
 *   cost       a cited number: `grant_copy: {value: 490ns, status: ...}`
 *   work       an expression over costs and a job's attributes
 *   step       one line of a path: a stage, take, give, call, use, ...
 *   component  a declared part, with the values of its kind's parameters
 *   mechanism  costs, components and path fragments of one way to do one thing
 *   platform   a mechanism per dimension, for the guest and its other domains
 *   instance   hardware: vCPUs, clocks, C-states
 *   setup      hosts with instances and workloads: one point, ready to compile
 */
#ifndef MODELS_MODEL_H
#define MODELS_MODEL_H

#include "models/component.h"
#include "models/cost.h"
#include "models/mechanism.h"
#include "models/path.h"
#include "models/setup.h"

#endif
