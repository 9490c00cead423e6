// Layouts in plain C, right on every machine: the measure for the others.

#include "internal.h"

#include <string.h>

#define MATCH cjson_match_layout_scalar
#define WRITE cjson_write_layout_scalar
#define LAYOUT_TARGET

/// 48 bytes that count, then 48 that do not: a window into it masks a step's bytes.
static const uint8_t counting[2 * CJSON_LAYOUT_STEP_BYTES] = {
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
};

CJSON_INLINE int matches(const struct cjson_layout_step *step, const uint8_t *bytes) {
    const uint8_t *mask = counting + CJSON_LAYOUT_STEP_BYTES - step->length;
    uint64_t difference = 0;
    for (size_t offset = 0; offset < CJSON_LAYOUT_STEP_BYTES; offset += 8) {
        uint64_t one, other, kept;
        memcpy(&one, bytes + offset, 8);
        memcpy(&other, step->bytes + offset, 8);
        memcpy(&kept, mask + offset, 8);
        difference |= (one ^ other) & kept;
    }
    return difference == 0;
}

CJSON_INLINE void copy_block(uint8_t *target, const uint8_t *source) {
    uint8_t block[32];
    memcpy(block, source, 32);
    memcpy(target, block, 32);
}

#include "layout_loop.h"
