// The kernel for 64-bit ARM: a block is four registers of 16 bytes.
//
// The same steps as in avx2.c (which explains the tables). NEON cannot turn a register's bytes into bits; instead each
// byte keeps the one bit that is its place within eight, and three rounds of adding neighbours bring the 64 bits
// together. Carry-less multiplication is an option of the architecture, so the running exclusive or is made of shifts.

#if defined(__aarch64__) && defined(__ARM_NEON)

#include "internal.h"
#include "tables.h"

#include <arm_neon.h>

#define KERNEL cjson_index_neon
#define KERNEL_TARGET

typedef uint8x16x4_t block;

CJSON_INLINE uint8x16_t sixteen(const uint8_t table[16]) {
    return vld1q_u8(table);
}

CJSON_INLINE block load(const uint8_t *bytes) {
    return (block){{vld1q_u8(bytes), vld1q_u8(bytes + 16), vld1q_u8(bytes + 32), vld1q_u8(bytes + 48)}};
}

CJSON_INLINE block load_tail(const uint8_t *bytes, size_t count) {
    uint8_t filled[64];
    memset(filled, ' ', sizeof filled);
    memcpy(filled, bytes, count);
    return load(filled);
}

CJSON_INLINE uint64_t mask(uint8x16_t first, uint8x16_t second, uint8x16_t third, uint8x16_t fourth) {
    const uint8x16_t place = sixteen((const uint8_t[16]){1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128});
    uint8x16_t front = vpaddq_u8(vandq_u8(first, place), vandq_u8(second, place));
    uint8x16_t back = vpaddq_u8(vandq_u8(third, place), vandq_u8(fourth, place));
    uint8x16_t all = vpaddq_u8(front, back);
    all = vpaddq_u8(all, all);
    return vgetq_lane_u64(vreinterpretq_u64_u8(all), 0);
}

/// One bit a byte from what `test` makes of each register: bytes of all ones or none.
#define MASK(test, text) mask(test((text).val[0]), test((text).val[1]), test((text).val[2]), test((text).val[3]))

CJSON_INLINE uint64_t equal(block text, uint8_t byte) {
    const uint8x16_t wanted = vdupq_n_u8(byte);
#define IS_WANTED(part) vceqq_u8(part, wanted)
    return MASK(IS_WANTED, text);
}

// Where x86 looks a byte up by its low nibble of its own accord, here the index is made; a byte beyond ASCII must not
// equal its answer, and none does.
CJSON_INLINE uint8x16_t look_up_low(uint8x16_t table, uint8x16_t text) {
    return vqtbl1q_u8(table, vandq_u8(text, vdupq_n_u8(0x0F)));
}

CJSON_INLINE uint8x16_t is_white(uint8x16_t text) {
    const uint8x16_t table = sixteen(cjson_white);
    return vceqq_u8(text, look_up_low(table, text));
}

CJSON_INLINE uint8x16_t is_structural(uint8x16_t text) {
    const uint8x16_t table = sixteen(cjson_structural);
    return vceqq_u8(vorrq_u8(text, vdupq_n_u8(0x20)), look_up_low(table, text));
}

CJSON_INLINE uint8x16_t is_control(uint8x16_t text) {
    return vcltq_u8(text, vdupq_n_u8(0x20));
}

CJSON_INLINE struct cjson_masks classify(block text) {
    struct cjson_masks masks;
    masks.quote = equal(text, '"');
    masks.backslash = equal(text, '\\');
    masks.white = MASK(is_white, text);
    masks.control = MASK(is_control, text);
    masks.structural = MASK(is_structural, text) & ~masks.control;
    masks.delete = equal(text, 0x7F);
    uint8x16_t any = vorrq_u8(vorrq_u8(text.val[0], text.val[1]), vorrq_u8(text.val[2], text.val[3]));
    masks.high = vmaxvq_u8(any) & 0x80;
    return masks;
}

CJSON_INLINE uint64_t in_set(block text, const uint8_t low_table[16], const uint8_t high_table[16]) {
    uint8x16_t low = sixteen(low_table);
    uint8x16_t high = sixteen(high_table);
#define IS_IN_SET(part) vtstq_u8(look_up_low(low, part), vqtbl1q_u8(high, vshrq_n_u8(part, 4)))
    return MASK(IS_IN_SET, text);
}

CJSON_INLINE uint64_t hiding_leads(block text) {
    return equal(text, 0xC2) | equal(text, 0xD8) | equal(text, 0xE2);
}

/// Not 0 in the bytes of `text` that end, or should end, an ill-formed sequence; `before` are the 16 bytes in front.
CJSON_INLINE uint8x16_t ill_formed_bytes(uint8x16_t text, uint8x16_t before) {
    const uint8x16_t lead_high = sixteen(cjson_lead_high);
    const uint8x16_t lead_low = sixteen(cjson_lead_low);
    const uint8x16_t next_high = sixteen(cjson_next_high);
    uint8x16_t back1 = vextq_u8(before, text, 15);
    uint8x16_t back2 = vextq_u8(before, text, 14);
    uint8x16_t back3 = vextq_u8(before, text, 13);

    uint8x16_t pair = vandq_u8(
        vandq_u8(vqtbl1q_u8(lead_high, vshrq_n_u8(back1, 4)), look_up_low(lead_low, back1)),
        vqtbl1q_u8(next_high, vshrq_n_u8(text, 4)));
    uint8x16_t third = vqsubq_u8(back2, vdupq_n_u8(0xE0 - 0x80));
    uint8x16_t fourth = vqsubq_u8(back3, vdupq_n_u8(0xF0 - 0x80));
    return veorq_u8(vandq_u8(vorrq_u8(third, fourth), vdupq_n_u8(0x80)), pair);
}

CJSON_INLINE uint64_t ill_formed(block text, block previous) {
    uint8x16_t bad = ill_formed_bytes(text.val[0], previous.val[3]);
    for (int i = 1; i < 4; i++) {
        bad = vorrq_u8(bad, ill_formed_bytes(text.val[i], text.val[i - 1]));
    }
    return vmaxvq_u8(bad);
}

CJSON_INLINE uint64_t prefix_xor(uint64_t bits) {
    for (int shift = 1; shift < 64; shift *= 2) {
        bits ^= bits << shift;
    }
    return bits;
}

/// Writes four offsets at a time, some more than there are: one branch for four offsets.
CJSON_INLINE uint32_t *write_tokens(uint32_t *tokens, uint64_t bits, uint32_t base) {
    uint32_t *end = tokens + __builtin_popcountll(bits);
    for (; tokens < end; tokens += 4) {
        for (int i = 0; i < 4; i++) {
            // The topmost bit keeps the count of zeros defined when the others are used up.
            tokens[i] = base + (uint32_t)__builtin_ctzll(bits | (uint64_t)1 << 63);
            bits &= bits - 1;
        }
    }
    return end;
}

#include "loop.h"

#endif
