// Layouts for processors with AVX-512: a step, with the numbers behind its bytes masked out, is one comparison.

#if defined(__x86_64__)

#include "internal.h"

#include <immintrin.h>

#define MATCH cjson_match_layout_avx512
#define WRITE cjson_write_layout_avx512
#define LAYOUT_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2")))

LAYOUT_TARGET CJSON_INLINE int matches(const struct cjson_layout_step *step, const uint8_t *bytes) {
    __mmask64 counting = _bzhi_u64(~(uint64_t)0, step->length);
    __m512i text = _mm512_loadu_si512(bytes);
    return _mm512_mask_cmpneq_epi8_mask(counting, text, _mm512_loadu_si512(step)) == 0;
}

LAYOUT_TARGET CJSON_INLINE void copy_block(uint8_t *target, const uint8_t *source) {
    // Twice as wide a store would cross the end of a cache line every time.
    _mm256_storeu_si256((__m256i *)target, _mm256_loadu_si256((const __m256i *)source));
}

#include "layout_loop.h"

#endif
