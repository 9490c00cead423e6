// The loop of a vector kernel, included once by each instruction set's file.
//
// The including file says what its registers can do, always for one block of 64 bytes:
//
//     KERNEL            the name of the function to define
//     KERNEL_TARGET     the attribute that lets the compiler use the instructions
//     block             64 bytes in registers
//     load, load_tail   bytes to block; the tail is shorter than 64 and is filled up with spaces
//     classify          what each byte is, as masks
//     equal             which bytes are this one
//     in_set            which bytes two tables of sixteen agree on
//     hiding_leads      the bytes C2, D8, E2
//     ill_formed        whether UTF-8 is broken in the block or across its start
//     prefix_xor        bit n becomes the exclusive or of bits 0...n
//     write_tokens      the offsets of a mask's bits, whole vectors at a time
//
// The work that only some blocks need (escapes in strings, UTF-8 beyond ASCII) stands behind a branch each; everything
// else runs without one. Faults gather in one word that is looked at once, at the end.

/// The bytes that four hexadecimal digits of this block follow, those of surrogates excepted.
KERNEL_TARGET CJSON_INLINE uint64_t plain_units(block text) {
    uint64_t digit = in_set(text, cjson_digit_low, cjson_digit_high);
    uint64_t upper = in_set(text, cjson_upper_digit_low, cjson_digit_high);
    uint64_t surrogate = (equal(text, 'D') | equal(text, 'd')) >> 1 & upper >> 2;
    return digit >> 1 & digit >> 2 & digit >> 3 & digit >> 4 & ~surrogate;
}

/// Indexes one block: `valid` marks its bytes that are text and not filling.
KERNEL_TARGET CJSON_INLINE uint32_t *index_block(
    block text, block *previous, struct cjson_carry *carry, const uint8_t *bytes, size_t count, size_t base,
    uint64_t valid, uint32_t *tokens, uint64_t *attention
) {
    struct cjson_masks masks = classify(text);
    uint64_t special = masks.backslash | masks.delete;
    if (masks.high | carry->high) {
        carry->fault |= ill_formed(text, *previous);
        special |= hiding_leads(text);
    }
    carry->high = masks.high;
    *previous = text;

    uint64_t escaped = cjson_escaped(masks.backslash, carry);
    uint64_t quote = masks.quote & ~escaped;
    uint64_t inside = prefix_xor(quote) ^ carry->inside;
    carry->inside = 0 - (inside >> 63);
    carry->fault |= masks.control & inside;

    uint64_t escapes = escaped & inside & valid;
    if (escapes) {
        carry->fault |= escapes & ~in_set(text, cjson_escape_low, cjson_escape_high);
        uint64_t marks = escapes & equal(text, 'u');
        if (marks) {
            marks &= ~plain_units(text);
            carry->fault |= cjson_bad_unicode_escapes(bytes, count, base, marks, carry);
        }
    }

    uint64_t scalar = ~(masks.structural | masks.white | quote | inside);
    uint64_t starts = cjson_scalar_starts(scalar, carry);
    *attention = (special | (masks.white & ~inside)) & valid;
    return write_tokens(tokens, (masks.structural & ~inside) | quote | starts, (uint32_t)base);
}

KERNEL_TARGET int64_t KERNEL(const uint8_t *bytes, size_t count, uint32_t *tokens, uint64_t *attention) {
    if (count > UINT32_MAX) {
        return -1;
    }
    struct cjson_carry carry = {0, 0, 0, 0, 0, 0};
    block previous = load_tail(bytes, 0);
    uint32_t *end = tokens;
    size_t base = 0;
    for (; count - base >= 64; base += 64) {
        end = index_block(
            load(bytes + base), &previous, &carry, bytes, count, base, UINT64_MAX, end, attention + base / 64);
    }
    // There is always a tail, empty or not: its filling is what shows a character cut off by the end.
    uint64_t valid = ((uint64_t)1 << (count - base)) - 1;
    block tail = load_tail(bytes + base, count - base);
    end = index_block(tail, &previous, &carry, bytes, count, base, valid, end, attention + base / 64);
    attention[base / 64 + 1] = 0;
    return (carry.fault | carry.inside) ? -1 : end - tokens;
}
