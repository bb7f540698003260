/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plots/words.h"

#define HEADLINE_SIZE 18
#define DECK_SIZE 12.5

void figure_init(struct figure *figure, const char *kind)
{
	*figure = (struct figure){.kind = kind};
	arena_init(&figure->arena);
}

void figure_fini(struct figure *figure)
{
	arena_fini(&figure->arena);
}

void figure_grid(struct figure *figure, const struct figure_grid *grid)
{
	double width;

	figure->width = grid->columns > 1 ? 1080 : 920;
	width = (figure->width - grid->left - grid->right -
		 grid->gap * (grid->columns - 1)) / grid->columns;
	figure->panels = grid->rows * grid->columns;
	figure->panel = arena_get(&figure->arena, (size_t)figure->panels *
				  sizeof(*figure->panel));
	for (int i = 0; i < figure->panels; i++) {
		struct panel *panel = &figure->panel[i];
		int row = i / grid->columns, column = i % grid->columns;

		panel->title = "";
		panel->left = grid->left + column * (width + grid->gap);
		panel->right = panel->left + width;
		panel->top = row * (grid->panel_height + grid->between);
		panel->bottom = panel->top + grid->panel_height;
	}
	figure->height = grid->rows * grid->panel_height +
			 (grid->rows - 1) * grid->between + grid->below;
}

void figure_words(struct figure *figure, const char *headline,
		  const char *deck)
{
	double width = figure->width - 48, room;

	figure->headline_lines =
		words_wrap(&figure->arena, headline, width, HEADLINE_SIZE,
			   true, figure->headline_line, 2);
	figure->deck_lines = words_wrap(&figure->arena, deck, width, DECK_SIZE,
					false, figure->deck_line, 3);
	room = 62 + 24 * figure->headline_lines + 18 * figure->deck_lines;
	for (int i = 0; i < figure->panels; i++) {
		figure->panel[i].top += room;
		figure->panel[i].bottom += room;
	}
	figure->height += room;
}

double panel_width(const struct panel *panel)
{
	return panel->right - panel->left;
}

double panel_height(const struct panel *panel)
{
	return panel->bottom - panel->top;
}

/* Arrays in an arena grow by doubling; what they leave behind is small. */
static void *grown(struct figure *figure, void *old, int count, int *room,
		   size_t size)
{
	void *new;

	if (count < *room)
		return old;
	*room = *room ? 2 * *room : 8;
	new = arena_get(&figure->arena, (size_t)*room * size);
	if (count)
		memcpy(new, old, (size_t)count * size);
	return new;
}

struct curve *panel_curve(struct figure *figure, struct panel *panel,
			  enum curve_role role, int rows)
{
	struct curve *curve;

	panel->curve = grown(figure, panel->curve, panel->curves,
			     &panel->curves_room, sizeof(*curve));
	curve = &panel->curve[panel->curves++];
	*curve = (struct curve){.role = role, .name = "", .dash = 1};
	curve->row = arena_get(&figure->arena,
			       (size_t)(rows + 1) * sizeof(*curve->row));
	return curve;
}

void curve_row(struct curve *curve, double a, double b, double c, double d)
{
	double *row = curve->row[curve->rows++];

	row[0] = a;
	row[1] = b;
	row[2] = c;
	row[3] = d;
}

void panel_note(struct figure *figure, struct panel *panel,
		const struct note *note)
{
	panel->note = grown(figure, panel->note, panel->notes,
			    &panel->notes_room, sizeof(*note));
	panel->note[panel->notes++] = *note;
}

static void sort_notes(struct note *note, int count)
{
	for (int i = 1; i < count; i++)
		for (int j = i; j > 0 && note[j].y < note[j - 1].y; j--) {
			struct note held = note[j];

			note[j] = note[j - 1];
			note[j - 1] = held;
		}
}

/* Would the last group begin before the one before it? */
static bool is_behind(const double *sum, const int *size, int groups)
{
	return sum[groups - 1] / size[groups - 1] <
	       sum[groups - 2] / size[groups - 2];
}

/* Push `at`, which ascends, apart by `space`: groups that touch sit around
 * the mean of where their members want to be.  Groups are merged from the
 * left, as in isotonic regression, so nothing moves further than it must. */
static void spread(double *at, int count, double space, double length)
{
	double *sum = memory_get((size_t)count * sizeof(*sum));
	int *size = memory_get((size_t)count * sizeof(*size)), groups = 0;

	for (int i = 0; i < count; i++) {
		sum[groups] = at[i] - i * space;
		size[groups++] = 1;
		for (; groups > 1 && is_behind(sum, size, groups); groups--) {
			sum[groups - 2] += sum[groups - 1];
			size[groups - 2] += size[groups - 1];
		}
	}
	for (int group = 0, i = 0; group < groups; group++)
		for (int n = size[group]; n > 0; n--, i++)
			at[i] = sum[group] / size[group] + i * space;
	for (int i = 0; i < count; i++)
		at[i] = fmax(at[i], i * space);
	for (int i = 0; i < count; i++)
		at[i] = fmin(at[i], length - (count - 1 - i) * space);
	free(sum);
	free(size);
}

void panel_spread(struct panel *panel, int first, double space)
{
	int count = panel->notes - first;
	struct note *note = panel->note + first;
	double length = panel_height(panel), *at;

	if (count < 2)
		return;
	at = memory_get((size_t)count * sizeof(*at));
	sort_notes(note, count);
	for (int i = 0; i < count; i++)
		at[i] = length * axis_place(&panel->y, note[i].y);
	spread(at, count, fmin(space, length / (count - 1)), length);
	for (int i = 0; i < count; i++)
		note[i].y = axis_value(&panel->y, at[i] / length);
	free(at);
}
