/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kind.h -- what each kind of figure does: fill in a figure from a view.
 *
 * Called once a figure, with the view along no key and an empty figure; the
 * memory is the figure's arena.  STATUS_INPUT means that the data do not allow
 * this kind: the message says what is missing.
 */
#ifndef PLOTS_KIND_H
#define PLOTS_KIND_H

#include "plots/figure.h"
#include "plots/plot.h"
#include "plots/view.h"

typedef int (*kind_compose)(struct view *view,
			    const struct plot_options *options,
			    struct figure *figure, struct error *error);

int ladder_compose(struct view *view, const struct plot_options *options,
		   struct figure *figure, struct error *error);
int load_compose(struct view *view, const struct plot_options *options,
		 struct figure *figure, struct error *error);
int cdf_compose(struct view *view, const struct plot_options *options,
		struct figure *figure, struct error *error);
int sweep_compose(struct view *view, const struct plot_options *options,
		  struct figure *figure, struct error *error);

#endif
