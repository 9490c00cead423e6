// How many line feeds there are: how lines get their numbers.

#include "internal.h"

CJSON_INLINE size_t count_byte(const uint8_t *bytes, size_t count, uint8_t byte) {
    size_t total = 0;
    size_t position = 0;
    // Counters of one byte hold 255 rounds; the compiler makes vectors of them.
    while (count - position >= 32) {
        size_t rounds = (count - position) / 32;
        uint8_t counts[32] = {0};
        for (size_t round = rounds < 255 ? rounds : 255; round > 0; --round, position += 32) {
            for (int lane = 0; lane < 32; ++lane) {
                counts[lane] += bytes[position + (size_t)lane] == byte;
            }
        }
        for (int lane = 0; lane < 32; ++lane) {
            total += counts[lane];
        }
    }
    for (; position < count; ++position) {
        total += bytes[position] == byte;
    }
    return total;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static size_t count_byte_avx2(const uint8_t *bytes, size_t count, uint8_t byte) {
    return count_byte(bytes, count, byte);
}
#endif

size_t cjson_count_byte(const uint8_t *bytes, size_t count, uint8_t byte) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        return count_byte_avx2(bytes, count, byte);
    }
#endif
    return count_byte(bytes, count, byte);
}
