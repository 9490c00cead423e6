// Layouts for processors with AVX2: a step is one comparison of 32 bytes and one of 16.

#if defined(__x86_64__)

#include "internal.h"

#include <immintrin.h>

#define MATCH cjson_match_layout_avx2
#define WRITE cjson_write_layout_avx2
#define LAYOUT_TARGET __attribute__((target("avx2,bmi,bmi2")))

LAYOUT_TARGET CJSON_INLINE int matches(const struct cjson_layout_step *step, const uint8_t *bytes) {
    __m256i front = _mm256_loadu_si256((const __m256i *)bytes);
    __m128i back = _mm_loadu_si128((const __m128i *)(bytes + 32));
    front = _mm256_cmpeq_epi8(front, _mm256_loadu_si256((const __m256i *)step->bytes));
    back = _mm_cmpeq_epi8(back, _mm_loadu_si128((const __m128i *)(step->bytes + 32)));
    uint64_t equal = (uint32_t)_mm256_movemask_epi8(front) | (uint64_t)(uint32_t)_mm_movemask_epi8(back) << 32;
    return _bzhi_u64(~equal, step->length) == 0;
}

LAYOUT_TARGET CJSON_INLINE void copy_block(uint8_t *target, const uint8_t *source) {
    _mm256_storeu_si256((__m256i *)target, _mm256_loadu_si256((const __m256i *)source));
}

#include "layout_loop.h"

#endif
