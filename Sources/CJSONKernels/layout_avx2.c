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

#define STOP_BLOCK 64

LAYOUT_TARGET CJSON_INLINE uint32_t stops_of_32(__m256i text) {
    // Signed, so that bytes beyond ASCII are below the space too.
    __m256i low = _mm256_cmpgt_epi8(_mm256_set1_epi8(0x20), text);
    __m256i delete = _mm256_cmpeq_epi8(text, _mm256_set1_epi8(0x7F));
    __m256i quote = _mm256_cmpeq_epi8(text, _mm256_set1_epi8('"'));
    __m256i backslash = _mm256_cmpeq_epi8(text, _mm256_set1_epi8('\\'));
    __m256i stops = _mm256_or_si256(_mm256_or_si256(low, delete), _mm256_or_si256(quote, backslash));
    return (uint32_t)_mm256_movemask_epi8(stops);
}

LAYOUT_TARGET CJSON_INLINE uint64_t stop_bytes(const uint8_t *bytes) {
    uint64_t front = stops_of_32(_mm256_loadu_si256((const __m256i *)bytes));
    uint64_t back = stops_of_32(_mm256_loadu_si256((const __m256i *)(bytes + 32)));
    return front | back << 32;
}

LAYOUT_TARGET CJSON_INLINE void copy_block(uint8_t *target, const uint8_t *source) {
    _mm256_storeu_si256((__m256i *)target, _mm256_loadu_si256((const __m256i *)source));
}

#include "layout_loop.h"

#endif
