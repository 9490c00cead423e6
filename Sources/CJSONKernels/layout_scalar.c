// Layouts in plain C, right on every machine: the measure for the others.

#include "internal.h"
#include "layout_mask.h"

#include <string.h>

#define MATCH cjson_match_layout_scalar
#define WRITE cjson_write_layout_scalar
#define LAYOUT_TARGET

CJSON_INLINE int matches(const struct cjson_layout_step *step, const uint8_t *bytes) {
    const uint8_t *mask = cjson_layout_mask(step);
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

#define STOP_BLOCK 8

CJSON_INLINE uint64_t stop_bytes(const uint8_t *bytes) {
    uint64_t stops = 0;
    for (size_t offset = 0; offset < STOP_BLOCK; ++offset) {
        uint8_t byte = bytes[offset];
        uint64_t stop = byte < 0x20 || byte >= 0x7F || byte == '"' || byte == '\\';
        stops |= stop << offset;
    }
    return stops;
}

CJSON_INLINE void copy_block(uint8_t *target, const uint8_t *source) {
    uint8_t block[32];
    memcpy(block, source, 32);
    memcpy(target, block, 32);
}

#include "layout_loop.h"
