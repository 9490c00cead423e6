// The kernel for processors with AVX2: a block is two registers of 32 bytes.
//
//     set   a b c ...      single bytes by comparison,
//     text  " a \ ...      sets by `pshufb`: for each byte, the entry of a table of sixteen that its low nibble names
//                          (see tables.h), and nothing for a byte beyond ASCII
//
// The topmost bits of the comparison's bytes, gathered by `pmovmskb`, are the masks of internal.h.
// Being inside a string is the running exclusive or of the quotes: one carry-less multiplication by all ones.

#if defined(__x86_64__)

#include "internal.h"
#include "places.h"
#include "tables.h"

#include <immintrin.h>

#define KERNEL cjson_index_avx2
#define KERNEL_TARGET __attribute__((target("avx2,pclmul,bmi,bmi2,popcnt")))

typedef struct {
    __m256i first;
    __m256i second;
} block;

/// A table, once for each half of a register.
KERNEL_TARGET CJSON_INLINE __m256i sixteen(const uint8_t table[16]) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
}

KERNEL_TARGET CJSON_INLINE block load(const uint8_t *bytes) {
    return (block){
        _mm256_loadu_si256((const __m256i *)bytes),
        _mm256_loadu_si256((const __m256i *)(bytes + 32)),
    };
}

KERNEL_TARGET CJSON_INLINE block load_tail(const uint8_t *bytes, size_t count) {
    uint8_t filled[64];
    memset(filled, ' ', sizeof filled);
    memcpy(filled, bytes, count);
    return load(filled);
}

KERNEL_TARGET CJSON_INLINE uint64_t mask(__m256i first, __m256i second) {
    return (uint32_t)_mm256_movemask_epi8(first) | (uint64_t)(uint32_t)_mm256_movemask_epi8(second) << 32;
}

KERNEL_TARGET CJSON_INLINE uint64_t equal(block text, char byte) {
    __m256i wanted = _mm256_set1_epi8(byte);
    return mask(_mm256_cmpeq_epi8(text.first, wanted), _mm256_cmpeq_epi8(text.second, wanted));
}

KERNEL_TARGET CJSON_INLINE __m256i is_white(__m256i text) {
    const __m256i table = sixteen(cjson_white);
    return _mm256_cmpeq_epi8(text, _mm256_shuffle_epi8(table, text));
}

KERNEL_TARGET CJSON_INLINE __m256i is_structural(__m256i text) {
    const __m256i table = sixteen(cjson_structural);
    __m256i folded = _mm256_or_si256(text, _mm256_set1_epi8(0x20));
    return _mm256_cmpeq_epi8(folded, _mm256_shuffle_epi8(table, text));
}

KERNEL_TARGET CJSON_INLINE __m256i is_control(__m256i text) {
    return _mm256_cmpeq_epi8(text, _mm256_min_epu8(text, _mm256_set1_epi8(0x1F)));
}

KERNEL_TARGET CJSON_INLINE struct cjson_masks classify(block text) {
    struct cjson_masks masks;
    masks.quote = equal(text, '"');
    masks.backslash = equal(text, '\\');
    masks.white = mask(is_white(text.first), is_white(text.second));
    masks.control = mask(is_control(text.first), is_control(text.second));
    masks.structural = mask(is_structural(text.first), is_structural(text.second)) & ~masks.control;
    masks.delete = equal(text, 0x7F);
    masks.high = mask(text.first, text.second);
    return masks;
}

KERNEL_TARGET CJSON_INLINE __m256i is_outside_set(__m256i text, __m256i low, __m256i high) {
    __m256i nibble = _mm256_and_si256(_mm256_srli_epi16(text, 4), _mm256_set1_epi8(0x0F));
    __m256i agreed = _mm256_and_si256(_mm256_shuffle_epi8(low, text), _mm256_shuffle_epi8(high, nibble));
    return _mm256_cmpeq_epi8(agreed, _mm256_setzero_si256());
}

KERNEL_TARGET CJSON_INLINE uint64_t in_set(block text, const uint8_t low_table[16], const uint8_t high_table[16]) {
    __m256i low = sixteen(low_table);
    __m256i high = sixteen(high_table);
    return ~mask(is_outside_set(text.first, low, high), is_outside_set(text.second, low, high));
}

KERNEL_TARGET CJSON_INLINE uint64_t hiding_leads(block text) {
    return equal(text, (char)0xC2) | equal(text, (char)0xD8) | equal(text, (char)0xE2);
}

/// Not 0 in the bytes of `text` that end, or should end, an ill-formed sequence; `before` are the 32 bytes in front.
KERNEL_TARGET CJSON_INLINE __m256i ill_formed_bytes(__m256i text, __m256i before) {
    const __m256i lead_high = sixteen(cjson_lead_high);
    const __m256i lead_low = sixteen(cjson_lead_low);
    const __m256i next_high = sixteen(cjson_next_high);
    const __m256i nibble = _mm256_set1_epi8(0x0F);
    __m256i across = _mm256_permute2x128_si256(before, text, 0x21);
    __m256i back1 = _mm256_alignr_epi8(text, across, 15);
    __m256i back2 = _mm256_alignr_epi8(text, across, 14);
    __m256i back3 = _mm256_alignr_epi8(text, across, 13);

    __m256i pair = _mm256_and_si256(
        _mm256_and_si256(
            _mm256_shuffle_epi8(lead_high, _mm256_and_si256(_mm256_srli_epi16(back1, 4), nibble)),
            _mm256_shuffle_epi8(lead_low, _mm256_and_si256(back1, nibble))),
        _mm256_shuffle_epi8(next_high, _mm256_and_si256(_mm256_srli_epi16(text, 4), nibble)));
    __m256i third = _mm256_subs_epu8(back2, _mm256_set1_epi8(0xE0 - 0x80));
    __m256i fourth = _mm256_subs_epu8(back3, _mm256_set1_epi8(0xF0 - 0x80));
    __m256i wanted = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
    return _mm256_xor_si256(wanted, pair);
}

KERNEL_TARGET CJSON_INLINE uint64_t ill_formed(block text, block previous) {
    __m256i bad = _mm256_or_si256(
        ill_formed_bytes(text.first, previous.second), ill_formed_bytes(text.second, text.first));
    return !_mm256_testz_si256(bad, bad);
}

KERNEL_TARGET CJSON_INLINE uint64_t prefix_xor(uint64_t bits) {
    __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8((char)0xFF), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

/// Writes eight offsets for each eight bytes, however many are meant, and the next ones over those that were not.
///
/// That is more work than one by one, but none of it hangs on how many there are: no branch to mispredict.
KERNEL_TARGET CJSON_INLINE uint32_t *write_tokens(uint32_t *tokens, uint64_t bits, uint32_t base) {
    __m256i start = _mm256_set1_epi32((int)base);
    for (int i = 0; i < 8; i++) {
        uint8_t eight = (uint8_t)(bits >> (8 * i));
        __m128i places = _mm_loadl_epi64((const __m128i *)&cjson_places[eight]);
        _mm256_storeu_si256((__m256i *)tokens, _mm256_add_epi32(start, _mm256_cvtepu8_epi32(places)));
        tokens += _mm_popcnt_u32(eight);
        start = _mm256_add_epi32(start, _mm256_set1_epi32(8));
    }
    return tokens;
}

#include "loop.h"

#endif
