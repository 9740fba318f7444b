/* Paint a list of shapes onto an ARGB32 picture, in the order and with the calls of manim's Camera.
 *
 * Loaded with ctypes, which lets go of Python's lock for the whole call. Must be compiled without
 * contraction of floating point operations: where a path is split decides over pixels.
 */
#include <cairo.h>
#include <math.h>
#include <stdint.h>

typedef struct {
    int64_t first, count;        /* of the points; count 0 keeps the path before it */
    double tolerance;            /* of equal points */
    double back_width, width;    /* of the strokes below and above the fill, 0 for none */
    int32_t join, cap;
    int32_t back, fill, stroke;  /* sources, -1 for one that can't be seen */
    int32_t unused;
} Shape;

typedef struct {
    int64_t first, count;        /* of the stops; one stop is a plain colour */
    double x0, y0, x1, y1;
} Source;

typedef struct {
    double offset, red, green, blue, alpha;
} Stop;

static int close_enough(double a, double b, double tolerance) {
    double distance;
    if (a == b) return 1;
    distance = fabs(a - b);
    return distance <= tolerance + 1.0e-5 * fabs(b) && isfinite(distance);
}

static int same_place(const double *a, const double *b, double tolerance) {
    return close_enough(a[0], b[0], tolerance) && close_enough(a[1], b[1], tolerance);
}

static void add_subpath(cairo_t *cr, const double *points, int64_t start, int64_t end, double tolerance) {
    int64_t i;
    if (end - start < 4) return;
    cairo_new_sub_path(cr);
    cairo_move_to(cr, points[3 * start], points[3 * start + 1]);
    for (i = start; i + 4 <= end; i += 4) {
        const double *p = points + 3 * i;
        cairo_curve_to(cr, p[3], p[4], p[6], p[7], p[9], p[10]);
    }
    if (same_place(points + 3 * start, points + 3 * (end - 1), tolerance)) cairo_close_path(cr);
}

static void set_path(cairo_t *cr, const Shape *shape, const double *all) {
    const double *points = all + 3 * shape->first;
    int64_t start = 0, i;
    if (shape->count == 0) return;
    cairo_new_path(cr);
    if (shape->count < 4) return;
    for (i = 4; i < shape->count; i += 4) {
        if (!same_place(points + 3 * (i - 1), points + 3 * i, shape->tolerance)) {
            add_subpath(cr, points, start, i, shape->tolerance);
            start = i;
        }
    }
    add_subpath(cr, points, start, shape->count, shape->tolerance);
}

static void set_source(cairo_t *cr, const Source *source, const Stop *stops) {
    const Stop *stop = stops + source->first;
    cairo_pattern_t *pattern;
    int64_t i;
    /* manim's pictures are RGBA, cairo's are BGRA: red and blue change places. */
    if (source->count == 1) {
        cairo_set_source_rgba(cr, stop->blue, stop->green, stop->red, stop->alpha);
        return;
    }
    pattern = cairo_pattern_create_linear(source->x0, source->y0, source->x1, source->y1);
    for (i = 0; i < source->count; i++, stop++)
        cairo_pattern_add_color_stop_rgba(pattern, stop->offset, stop->blue, stop->green, stop->red, stop->alpha);
    cairo_set_source(cr, pattern);
    cairo_pattern_destroy(pattern);
}

static void stroke(cairo_t *cr, const Shape *shape, double width, const Source *source, const Stop *stops) {
    set_source(cr, source, stops);
    cairo_set_line_width(cr, width);
    cairo_set_line_join(cr, (cairo_line_join_t)shape->join);
    cairo_set_line_cap(cr, (cairo_line_cap_t)shape->cap);
    cairo_stroke_preserve(cr);
}

/* Returns cairo's status: 0 is success. */
int paint(unsigned char *pixels, int width, int height, const double *matrix, const double *points,
          const Shape *shapes, int64_t shape_count, const Source *sources, const Stop *stops) {
    cairo_surface_t *surface =
        cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_ARGB32, width, height, 4 * width);
    cairo_t *cr = cairo_create(surface);
    cairo_matrix_t view;
    int64_t i;
    int status;
    cairo_matrix_init(&view, matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]);
    cairo_set_matrix(cr, &view);
    for (i = 0; i < shape_count; i++) {
        const Shape *shape = shapes + i;
        set_path(cr, shape, points);
        if (shape->back_width != 0 && shape->back >= 0)
            stroke(cr, shape, shape->back_width, sources + shape->back, stops);
        if (shape->fill >= 0) {
            set_source(cr, sources + shape->fill, stops);
            cairo_fill_preserve(cr);
        }
        if (shape->width != 0 && shape->stroke >= 0)
            stroke(cr, shape, shape->width, sources + shape->stroke, stops);
    }
    status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    cairo_surface_destroy(surface);
    return status;
}
