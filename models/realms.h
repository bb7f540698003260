/* SPDX-License-Identifier: GPL-3.0-or-later */
/* realms.h -- who runs where.
 *
 * A guest's vCPUs get pCPUs of their own, in order, then dom0's; unless the
 * setup pins them, or the host has fewer: then they are dealt in turn.
 */
#ifndef MODELS_REALMS_H
#define MODELS_REALMS_H

#include "models/build.h"

#define PCPUS_MAX 1024

/* Fill program->realm and program->host. */
void realms_new(struct build *build);

#endif
