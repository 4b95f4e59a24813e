/*
 * Buffers for the functions under test. An inaccessible page follows each buffer, or precedes it.
 * On its other side, AddressSanitizer watches the bytes, or else they must not change.
 */
#ifndef BUFFERS_H
#define BUFFERS_H

#include <stdint.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ADDRESS_SANITIZER 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define UNDER_ADDRESS_SANITIZER 1
#endif
#if !defined(UNDER_ADDRESS_SANITIZER)
#define UNDER_ADDRESS_SANITIZER 0
#endif

enum buffer { OPERAND_A, OPERAND_B, OPERAND_C, RESULT, SCRATCH, BYTES, BUFFERS };

/* On which side of a buffer the inaccessible page is. */
enum side { PAGE_BEHIND, PAGE_IN_FRONT };

/*
 * Returns `limbs` limbs. The buffer that this function returned for the same name before must not
 * be used any more.
 */
uint64_t *place(enum buffer buffer, int64_t limbs, enum side side);

/* The same in bytes, at any alignment. */
uint8_t *place_bytes(enum buffer buffer, int64_t bytes, enum side side);

/* Fails if bytes next to a buffer have changed. */
void require_intact_surroundings(void);

/* Fills limbs with one of the contents that a buffer may have before a call. */
void fill_with_junk(uint64_t *limbs, int64_t count, int kind);

/* Fails if limbs are not what fill_with_junk() wrote. */
void require_junk(const uint64_t *limbs, int64_t count, int kind, const char *what);

/* Memory that is not under test and stays as it is until the same index is requested again. */
enum { SPARES = 6 };
uint64_t *spare(int index, int64_t limbs);

#endif
