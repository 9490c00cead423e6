// How processors without masked comparison leave out the bytes of a step that do not count.

#ifndef C_JSON_KERNELS_LAYOUT_MASK_H
#define C_JSON_KERNELS_LAYOUT_MASK_H

#include "internal.h"

/// 48 bytes that count, then 48 that do not.
static const uint8_t cjson_counting[2 * CJSON_LAYOUT_STEP_BYTES] = {
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
};

/// A mask over a step's bytes: a window into the bytes above.
CJSON_INLINE const uint8_t *cjson_layout_mask(const struct cjson_layout_step *step) {
    return cjson_counting + CJSON_LAYOUT_STEP_BYTES - step->length;
}

#endif
