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

#define STOP_BLOCK 64

LAYOUT_TARGET CJSON_INLINE uint64_t stop_bytes(const uint8_t *bytes) {
    __m512i text = _mm512_loadu_si512(bytes);
    // Down by a space, controls wrap around to the top, where DEL and what is beyond ASCII are.
    __m512i moved = _mm512_sub_epi8(text, _mm512_set1_epi8(0x20));
    return _mm512_cmpgt_epu8_mask(moved, _mm512_set1_epi8(0x7E - 0x20))
        | _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('"'))
        | _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('\\'));
}

LAYOUT_TARGET CJSON_INLINE void copy_block(uint8_t *target, const uint8_t *source) {
    // Twice as wide a store would cross the end of a cache line every time.
    _mm256_storeu_si256((__m256i *)target, _mm256_loadu_si256((const __m256i *)source));
}

#include "layout_loop.h"

#endif
