// The kernel for processors with SSE 4.2 and no AVX2: a block is four registers of 16 bytes.
//
// The same steps as in avx2.c (which explains the tables), half as wide.

#if defined(__x86_64__)

#include "internal.h"
#include "places.h"
#include "tables.h"

#include <immintrin.h>

#define KERNEL cjson_index_sse42
#define KERNEL_TARGET __attribute__((target("sse4.2,pclmul,popcnt")))

typedef struct {
    __m128i part[4];
} block;

KERNEL_TARGET CJSON_INLINE __m128i sixteen(const uint8_t table[16]) {
    return _mm_loadu_si128((const __m128i *)table);
}

KERNEL_TARGET CJSON_INLINE block load(const uint8_t *bytes) {
    const __m128i *parts = (const __m128i *)bytes;
    return (block){{
        _mm_loadu_si128(parts), _mm_loadu_si128(parts + 1), _mm_loadu_si128(parts + 2), _mm_loadu_si128(parts + 3),
    }};
}

KERNEL_TARGET CJSON_INLINE block load_tail(const uint8_t *bytes, size_t count) {
    uint8_t filled[64];
    memset(filled, ' ', sizeof filled);
    memcpy(filled, bytes, count);
    return load(filled);
}

/// One bit a byte from what `test` makes of each register: its bytes' topmost bits.
#define MASK(test, text) \
    ((uint64_t)_mm_movemask_epi8(test((text).part[0])) | (uint64_t)_mm_movemask_epi8(test((text).part[1])) << 16 \
        | (uint64_t)_mm_movemask_epi8(test((text).part[2])) << 32 \
        | (uint64_t)_mm_movemask_epi8(test((text).part[3])) << 48)

KERNEL_TARGET CJSON_INLINE uint64_t equal(block text, char byte) {
    const __m128i wanted = _mm_set1_epi8(byte);
#define IS_WANTED(part) _mm_cmpeq_epi8(part, wanted)
    return MASK(IS_WANTED, text);
}

KERNEL_TARGET CJSON_INLINE __m128i is_white(__m128i text) {
    const __m128i table = sixteen(cjson_white);
    return _mm_cmpeq_epi8(text, _mm_shuffle_epi8(table, text));
}

KERNEL_TARGET CJSON_INLINE __m128i is_structural(__m128i text) {
    const __m128i table = sixteen(cjson_structural);
    return _mm_cmpeq_epi8(_mm_or_si128(text, _mm_set1_epi8(0x20)), _mm_shuffle_epi8(table, text));
}

KERNEL_TARGET CJSON_INLINE __m128i is_control(__m128i text) {
    return _mm_cmpeq_epi8(text, _mm_min_epu8(text, _mm_set1_epi8(0x1F)));
}

KERNEL_TARGET CJSON_INLINE __m128i is_high(__m128i text) {
    return text;
}

KERNEL_TARGET CJSON_INLINE struct cjson_masks classify(block text) {
    struct cjson_masks masks;
    masks.quote = equal(text, '"');
    masks.backslash = equal(text, '\\');
    masks.white = MASK(is_white, text);
    masks.control = MASK(is_control, text);
    masks.structural = MASK(is_structural, text) & ~masks.control;
    masks.delete = equal(text, 0x7F);
    masks.high = MASK(is_high, text);
    return masks;
}

KERNEL_TARGET CJSON_INLINE __m128i is_outside_set(__m128i text, __m128i low, __m128i high) {
    __m128i nibble = _mm_and_si128(_mm_srli_epi16(text, 4), _mm_set1_epi8(0x0F));
    __m128i agreed = _mm_and_si128(_mm_shuffle_epi8(low, text), _mm_shuffle_epi8(high, nibble));
    return _mm_cmpeq_epi8(agreed, _mm_setzero_si128());
}

KERNEL_TARGET CJSON_INLINE uint64_t in_set(block text, const uint8_t low_table[16], const uint8_t high_table[16]) {
    __m128i low = sixteen(low_table);
    __m128i high = sixteen(high_table);
#define IS_OUTSIDE_SET(part) is_outside_set(part, low, high)
    return ~MASK(IS_OUTSIDE_SET, text);
}

KERNEL_TARGET CJSON_INLINE uint64_t hiding_leads(block text) {
    return equal(text, (char)0xC2) | equal(text, (char)0xD8) | equal(text, (char)0xE2);
}

/// Not 0 in the bytes of `text` that end, or should end, an ill-formed sequence; `before` are the 16 bytes in front.
KERNEL_TARGET CJSON_INLINE __m128i ill_formed_bytes(__m128i text, __m128i before) {
    const __m128i lead_high = sixteen(cjson_lead_high);
    const __m128i lead_low = sixteen(cjson_lead_low);
    const __m128i next_high = sixteen(cjson_next_high);
    const __m128i nibble = _mm_set1_epi8(0x0F);
    __m128i back1 = _mm_alignr_epi8(text, before, 15);
    __m128i back2 = _mm_alignr_epi8(text, before, 14);
    __m128i back3 = _mm_alignr_epi8(text, before, 13);

    __m128i pair = _mm_and_si128(
        _mm_and_si128(
            _mm_shuffle_epi8(lead_high, _mm_and_si128(_mm_srli_epi16(back1, 4), nibble)),
            _mm_shuffle_epi8(lead_low, _mm_and_si128(back1, nibble))),
        _mm_shuffle_epi8(next_high, _mm_and_si128(_mm_srli_epi16(text, 4), nibble)));
    __m128i third = _mm_subs_epu8(back2, _mm_set1_epi8(0xE0 - 0x80));
    __m128i fourth = _mm_subs_epu8(back3, _mm_set1_epi8(0xF0 - 0x80));
    return _mm_xor_si128(_mm_and_si128(_mm_or_si128(third, fourth), _mm_set1_epi8((char)0x80)), pair);
}

KERNEL_TARGET CJSON_INLINE uint64_t ill_formed(block text, block previous) {
    __m128i bad = ill_formed_bytes(text.part[0], previous.part[3]);
    for (int i = 1; i < 4; i++) {
        bad = _mm_or_si128(bad, ill_formed_bytes(text.part[i], text.part[i - 1]));
    }
    return !_mm_testz_si128(bad, bad);
}

KERNEL_TARGET CJSON_INLINE uint64_t prefix_xor(uint64_t bits) {
    __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8((char)0xFF), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

KERNEL_TARGET CJSON_INLINE uint32_t *write_tokens(uint32_t *tokens, uint64_t bits, uint32_t base) {
    __m128i start = _mm_set1_epi32((int)base);
    for (int i = 0; i < 8; i++) {
        uint8_t eight = (uint8_t)(bits >> (8 * i));
        __m128i places = _mm_loadl_epi64((const __m128i *)&cjson_places[eight]);
        __m128i *room = (__m128i *)tokens;
        _mm_storeu_si128(room, _mm_add_epi32(start, _mm_cvtepu8_epi32(places)));
        _mm_storeu_si128(room + 1, _mm_add_epi32(start, _mm_cvtepu8_epi32(_mm_srli_si128(places, 4))));
        tokens += _mm_popcnt_u32(eight);
        start = _mm_add_epi32(start, _mm_set1_epi32(8));
    }
    return tokens;
}

#include "loop.h"

#endif
