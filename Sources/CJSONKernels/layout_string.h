// What stands in strings beside plain ASCII: escapes and characters beyond it, looked at one by one.

#ifndef C_JSON_KERNELS_LAYOUT_STRING_H
#define C_JSON_KERNELS_LAYOUT_STRING_H

#include "internal.h"

/// Sets a hole's bit.
CJSON_INLINE void cjson_mark(uint64_t *bits, size_t hole) {
    bits[hole / 64] |= (uint64_t)1 << (hole % 64);
}

/// Goes past one byte or more that are not plain, from `position` on, and marks the hole that they stand in; answers 0 where
/// JSON does not allow them, or the text ends in them.
///
/// - Precondition: `position` is before `count`, behind which a byte may be read.
size_t cjson_behind_special(
    const uint8_t *bytes, size_t position, size_t count, struct cjson_layout_places *places, size_t hole);

#endif
