// Matching documents against known layouts: compare the fixed bytes of a step, take the hole behind them from the token
// index, go to the next step.
//
//     bytes     {"id":"7f3a","status":"Running"}
//     step 1    ^^^^^^^               its last token is the opening quote, so the next token closes the string
//     hole             ^^^^
//     step 2               ^^^^^^^^^^^^^^^^^^^^^^
//
// One comparison of 48 bytes proves a stretch of names, punctuation and literals that a walker would look at token by token.

#include "CJSONKernels.h"

#include <stdbool.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#endif

#define CJSON_INLINE static inline __attribute__((always_inline))

/// 48 bytes that count, then 48 that do not: a window into it masks a step's bytes.
static const uint8_t counting[2 * CJSON_LAYOUT_STEP_BYTES] = {
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
};

CJSON_INLINE bool matches_scalar(const struct cjson_layout_step *step, const uint8_t *bytes) {
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

#if defined(__SSE2__)
CJSON_INLINE uint64_t equal16(const uint8_t *one, const uint8_t *other) {
    __m128i left = _mm_loadu_si128((const __m128i *)one);
    __m128i right = _mm_loadu_si128((const __m128i *)other);
    return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(left, right));
}

CJSON_INLINE bool matches(const struct cjson_layout_step *step, const uint8_t *bytes) {
    uint64_t equal = equal16(bytes, step->bytes) | equal16(bytes + 16, step->bytes + 16) << 16
        | equal16(bytes + 32, step->bytes + 32) << 32;
    return (~equal << (64 - step->length)) == 0;
}
#elif defined(__aarch64__) && defined(__ARM_NEON)
CJSON_INLINE bool matches(const struct cjson_layout_step *step, const uint8_t *bytes) {
    const uint8_t *mask = counting + CJSON_LAYOUT_STEP_BYTES - step->length;
    uint8x16_t difference = vdupq_n_u8(0);
    for (size_t offset = 0; offset < CJSON_LAYOUT_STEP_BYTES; offset += 16) {
        uint8x16_t changed = veorq_u8(vld1q_u8(bytes + offset), vld1q_u8(step->bytes + offset));
        difference = vorrq_u8(difference, vandq_u8(changed, vld1q_u8(mask + offset)));
    }
    return vmaxvq_u8(difference) == 0;
}
#else
#define matches matches_scalar
#endif

CJSON_INLINE bool makes_numbers(uint8_t byte) {
    return (uint8_t)(byte - '0') < 10 || byte == '.' || byte == '-' || byte == '+' || (byte | 0x20) == 'e';
}

typedef bool (*comparison)(const struct cjson_layout_step *step, const uint8_t *bytes);

CJSON_INLINE int64_t match(
    const struct cjson_layout_step *steps, uint32_t first, const uint8_t *bytes, size_t start, size_t end,
    const uint32_t *tokens, uint32_t *holes, size_t *next, comparison is_match
) {
    const struct cjson_layout_step *step = steps + first;
    const uint32_t *token = tokens;
    size_t position = start;
    for (;;) {
        while (!is_match(step, bytes + position)) {
            if (step->sibling == 0) {
                return -1;
            }
            step = steps + step->sibling;
        }
        position += step->length;
        token += step->tokens;
        // Bytes behind the end may look like a layout's; they have no tokens that could be read.
        if (position > end) {
            return -1;
        }
        switch (step->hole) {
        case CJSON_LAYOUT_STRING:
            holes[0] = (uint32_t)position;
            holes[1] = *token;
            if (*token <= position) {
                return -1;
            }
            position = *token;
            holes += 2;
            break;
        case CJSON_LAYOUT_NUMBER: {
            size_t stop = position;
            while (stop < end && makes_numbers(bytes[stop])) {
                ++stop;
            }
            if (stop == position) {
                return -1;
            }
            holes[0] = (uint32_t)position;
            holes[1] = (uint32_t)stop;
            position = stop;
            token += 1;
            holes += 2;
            break;
        }
        case CJSON_LAYOUT_END:
            *next = (size_t)(token - tokens);
            return position == end ? (int64_t)step->layout : -1;
        default: break;
        }
        step = steps + step->child;
    }
}

int64_t cjson_match_layout(
    const struct cjson_layout_step *steps, uint32_t first, const uint8_t *bytes, size_t start, size_t end,
    const uint32_t *tokens, uint32_t *holes, size_t *next
) {
    return match(steps, first, bytes, start, end, tokens, holes, next, matches);
}

int64_t cjson_match_layout_scalar(
    const struct cjson_layout_step *steps, uint32_t first, const uint8_t *bytes, size_t start, size_t end,
    const uint32_t *tokens, uint32_t *holes, size_t *next
) {
    return match(steps, first, bytes, start, end, tokens, holes, next, matches_scalar);
}
