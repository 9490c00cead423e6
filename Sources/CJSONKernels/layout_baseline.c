// Layouts with the vectors that every processor of the architecture has: SSE2 or NEON.

#include "internal.h"

#if defined(__x86_64__)

#include <emmintrin.h>

#define MATCH cjson_match_layout_sse2
#define WRITE cjson_write_layout_sse2
#define LAYOUT_TARGET

CJSON_INLINE uint64_t equal16(const uint8_t *one, const uint8_t *other) {
    __m128i left = _mm_loadu_si128((const __m128i *)one);
    __m128i right = _mm_loadu_si128((const __m128i *)other);
    return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(left, right));
}

CJSON_INLINE int matches(const struct cjson_layout_step *step, const uint8_t *bytes) {
    uint64_t equal = equal16(bytes, step->bytes) | equal16(bytes + 16, step->bytes + 16) << 16
        | equal16(bytes + 32, step->bytes + 32) << 32;
    return (~equal << (64 - step->length)) == 0;
}

#define STOP_BLOCK 16

CJSON_INLINE uint64_t stop_bytes(const uint8_t *bytes) {
    __m128i text = _mm_loadu_si128((const __m128i *)bytes);
    // Signed, so that bytes beyond ASCII are below the space too.
    __m128i low = _mm_cmplt_epi8(text, _mm_set1_epi8(0x20));
    __m128i delete = _mm_cmpeq_epi8(text, _mm_set1_epi8(0x7F));
    __m128i quote = _mm_cmpeq_epi8(text, _mm_set1_epi8('"'));
    __m128i backslash = _mm_cmpeq_epi8(text, _mm_set1_epi8('\\'));
    return (uint64_t)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(low, delete), _mm_or_si128(quote, backslash)));
}

CJSON_INLINE void copy_block(uint8_t *target, const uint8_t *source) {
    __m128i front = _mm_loadu_si128((const __m128i *)source);
    __m128i back = _mm_loadu_si128((const __m128i *)(source + 16));
    _mm_storeu_si128((__m128i *)target, front);
    _mm_storeu_si128((__m128i *)(target + 16), back);
}

#include "layout_loop.h"

#elif defined(__aarch64__) && defined(__ARM_NEON)

#include "layout_mask.h"

#include <arm_neon.h>

#define MATCH cjson_match_layout_neon
#define WRITE cjson_write_layout_neon
#define LAYOUT_TARGET

CJSON_INLINE int matches(const struct cjson_layout_step *step, const uint8_t *bytes) {
    const uint8_t *mask = cjson_layout_mask(step);
    uint8x16_t difference = vdupq_n_u8(0);
    for (size_t offset = 0; offset < CJSON_LAYOUT_STEP_BYTES; offset += 16) {
        uint8x16_t changed = veorq_u8(vld1q_u8(bytes + offset), vld1q_u8(step->bytes + offset));
        difference = vorrq_u8(difference, vandq_u8(changed, vld1q_u8(mask + offset)));
    }
    return vmaxvq_u8(difference) == 0;
}

#define STOP_BLOCK 16

CJSON_INLINE uint64_t stop_bytes(const uint8_t *bytes) {
    static const uint8_t places[8] = {1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t text = vld1q_u8(bytes);
    // Down by a space, controls wrap around to the top, where DEL and what is beyond ASCII are.
    uint8x16_t stops = vcgtq_u8(vsubq_u8(text, vdupq_n_u8(0x20)), vdupq_n_u8(0x7E - 0x20));
    stops = vorrq_u8(stops, vceqq_u8(text, vdupq_n_u8('"')));
    stops = vorrq_u8(stops, vceqq_u8(text, vdupq_n_u8('\\')));
    uint8x8_t place = vld1_u8(places);
    uint64_t front = vaddv_u8(vand_u8(vget_low_u8(stops), place));
    uint64_t back = vaddv_u8(vand_u8(vget_high_u8(stops), place));
    return front | back << 8;
}

CJSON_INLINE void copy_block(uint8_t *target, const uint8_t *source) {
    uint8x16_t front = vld1q_u8(source);
    uint8x16_t back = vld1q_u8(source + 16);
    vst1q_u8(target, front);
    vst1q_u8(target + 16, back);
}

#include "layout_loop.h"

#endif
