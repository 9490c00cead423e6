// The kernel for processors with AVX-512 (BW and VBMI2): a block is one register, and a comparison's answer is a mask.
//
// The same steps as in avx2.c. What is different is the ends: a masked load fetches the tail without touching what is
// behind it, and `vpcompressb` squeezes the numbers of the marked bytes together, sixteen offsets to a store:
//
//     numbers   0 1 2 3 4 5 6 ...
//     marks     1 1 . . . 1 1 ...
//     squeezed  0 1 5 6 ...          plus the block's own offset

#if defined(__x86_64__)

#include "internal.h"
#include "tables.h"

#include <immintrin.h>

#define KERNEL cjson_index_avx512
#define KERNEL_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,pclmul,bmi,bmi2,popcnt")))

typedef __m512i block;

/// A table, once for each quarter of a register.
KERNEL_TARGET CJSON_INLINE block sixteen(const uint8_t table[16]) {
    return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)table));
}

KERNEL_TARGET CJSON_INLINE block load(const uint8_t *bytes) {
    return _mm512_loadu_si512(bytes);
}

KERNEL_TARGET CJSON_INLINE block load_tail(const uint8_t *bytes, size_t count) {
    return _mm512_mask_loadu_epi8(_mm512_set1_epi8(' '), ((uint64_t)1 << count) - 1, bytes);
}

KERNEL_TARGET CJSON_INLINE uint64_t equal(block text, char byte) {
    return _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8(byte));
}

KERNEL_TARGET CJSON_INLINE struct cjson_masks classify(block text) {
    const block white = sixteen(cjson_white);
    const block structural = sixteen(cjson_structural);
    const block space = _mm512_set1_epi8(0x20);
    struct cjson_masks masks;
    masks.quote = equal(text, '"');
    masks.backslash = equal(text, '\\');
    masks.white = _mm512_cmpeq_epi8_mask(text, _mm512_shuffle_epi8(white, text));
    masks.control = _mm512_cmplt_epu8_mask(text, space);
    masks.structural = ~masks.control
        & _mm512_cmpeq_epi8_mask(_mm512_or_si512(text, space), _mm512_shuffle_epi8(structural, text));
    masks.delete = equal(text, 0x7F);
    masks.high = _mm512_movepi8_mask(text);
    return masks;
}

KERNEL_TARGET CJSON_INLINE uint64_t in_set(block text, const uint8_t low_table[16], const uint8_t high_table[16]) {
    block nibble = _mm512_and_si512(_mm512_srli_epi16(text, 4), _mm512_set1_epi8(0x0F));
    block low = _mm512_shuffle_epi8(sixteen(low_table), text);
    block high = _mm512_shuffle_epi8(sixteen(high_table), nibble);
    return _mm512_test_epi8_mask(low, high);
}

KERNEL_TARGET CJSON_INLINE uint64_t hiding_leads(block text) {
    return equal(text, (char)0xC2) | equal(text, (char)0xD8) | equal(text, (char)0xE2);
}

KERNEL_TARGET CJSON_INLINE uint64_t ill_formed(block text, block previous) {
    const block lead_high = sixteen(cjson_lead_high);
    const block lead_low = sixteen(cjson_lead_low);
    const block next_high = sixteen(cjson_next_high);
    const block nibble = _mm512_set1_epi8(0x0F);
    // The last 16 bytes of `previous` and the first 48 of `text`: what each lane has in front of it.
    block before = _mm512_alignr_epi64(text, previous, 6);
    block back1 = _mm512_alignr_epi8(text, before, 15);
    block back2 = _mm512_alignr_epi8(text, before, 14);
    block back3 = _mm512_alignr_epi8(text, before, 13);

    block pair = _mm512_and_si512(
        _mm512_and_si512(
            _mm512_shuffle_epi8(lead_high, _mm512_and_si512(_mm512_srli_epi16(back1, 4), nibble)),
            _mm512_shuffle_epi8(lead_low, _mm512_and_si512(back1, nibble))),
        _mm512_shuffle_epi8(next_high, _mm512_and_si512(_mm512_srli_epi16(text, 4), nibble)));
    block third = _mm512_subs_epu8(back2, _mm512_set1_epi8(0xE0 - 0x80));
    block fourth = _mm512_subs_epu8(back3, _mm512_set1_epi8(0xF0 - 0x80));
    block wanted = _mm512_and_si512(_mm512_or_si512(third, fourth), _mm512_set1_epi8((char)0x80));
    return _mm512_cmpneq_epi8_mask(wanted, pair);
}

KERNEL_TARGET CJSON_INLINE uint64_t prefix_xor(uint64_t bits) {
    __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8((char)0xFF), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

/// Writes sixteen offsets at a time, two such vectors always: more tokens than 32 are rare, and sixteen too near the
/// usual number to branch on.
KERNEL_TARGET CJSON_INLINE uint32_t *write_tokens(uint32_t *tokens, uint64_t bits, uint32_t base) {
    const block numbers = _mm512_set_epi8(
        63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48,
        47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32,
        31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
        15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    const block start = _mm512_set1_epi32((int)base);
    int count = (int)_mm_popcnt_u64(bits);
    block marked = _mm512_maskz_compress_epi8(bits, numbers);
#define WRITE(quarter) \
    _mm512_storeu_si512( \
        tokens + 16 * (quarter), \
        _mm512_add_epi32(start, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(marked, quarter))))
    WRITE(0);
    WRITE(1);
    if (count > 32) {
        WRITE(2);
        WRITE(3);
    }
#undef WRITE
    return tokens + count;
}

#include "loop.h"

#endif
