/* Constants: enums, macros, and variables of a library. */
#ifndef RECIPES_CONSTANTS_H
#define RECIPES_CONSTANTS_H

enum constants_color { CONSTANTS_RED, CONSTANTS_GREEN = 5, CONSTANTS_BLUE };

/*
 * Returns the colour after the given one. Any thread may call it. A later release of the library
 * may return colours that this header does not define.
 */
enum constants_color constants_next(enum constants_color color);

/* The release of this header, and a function that returns the release of the library. */
#ifndef CONSTANTS_VERSION
#define CONSTANTS_VERSION 301
#endif
int constants_version(void);

#define CONSTANTS_LIMIT 5000000000LL
#define CONSTANTS_MASK 0xF0000000u
#define CONSTANTS_RATIO 1.5
#define CONSTANTS_NAME "constants"
#define CONSTANTS_LETTER 'x'
#define CONSTANTS_SIZE (2 * CONSTANTS_VERSION + (int)sizeof(long long))
#define CONSTANTS_BYTE ((unsigned char)200)
#define CONSTANTS_FAILED ((void *)-1)

/* jextract omits these: they have no value, or not a constant one. */
#define CONSTANTS_SQUARE(x) ((x) * (x))
#define CONSTANTS_INTEGER long long
#define CONSTANTS_CURRENT (constants_version())
static const int constants_private = 7;

/* Variables of the library. No thread may read one while another thread writes it. */
extern int constants_level;
extern const int constants_maximum;
extern int constants_table[4];
extern const char *constants_title;

/* Returns constants_level as C sees it. */
int constants_get_level(void);

/*
 * Each thread has its own variable, which is 0 at first. The macro stands for the variable of the
 * current thread.
 */
extern _Thread_local int constants_error;
int *constants_error_location(void);
#define CONSTANTS_ERROR (*constants_error_location())

#endif
