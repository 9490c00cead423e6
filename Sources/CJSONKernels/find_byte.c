// Where one byte stands: how lines are found.
//
// Lines are hundreds of bytes long and no two as long as each other, so asking for the next one each time guesses wrong
// each time. Here the places of a stretch are written without a branch on where they are:
//
//     mask of 64 bytes     . . . 1 . . . .  ──▶  the first place is always written, but counts only if there is one
//                          . 1 . . . 1 . .  ──▶  more than one in 64 bytes: rare, so a branch

#include "internal.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static size_t find_byte_by_library(const uint8_t *bytes, size_t count, uint8_t byte, uint32_t *places) {
    size_t found = 0;
    const uint8_t *place = bytes;
    while (count - (size_t)(place - bytes) > 0) {
        place = memchr(place, byte, count - (size_t)(place - bytes));
        if (place == NULL) {
            break;
        }
        places[found++] = (uint32_t)(place - bytes);
        ++place;
    }
    return found;
}

#if defined(__x86_64__)
__attribute__((target("avx2,bmi,popcnt"))) static size_t find_byte_avx2(
    const uint8_t *bytes, size_t count, uint8_t byte, uint32_t *places
) {
    const __m256i wanted = _mm256_set1_epi8((char)byte);
    size_t found = 0;
    size_t position = 0;
    for (; count - position >= 64; position += 64) {
        __m256i front = _mm256_loadu_si256((const __m256i *)(bytes + position));
        __m256i back = _mm256_loadu_si256((const __m256i *)(bytes + position + 32));
        uint64_t mask = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(front, wanted))
            | (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(back, wanted)) << 32;
        places[found] = (uint32_t)(position + _tzcnt_u64(mask));
        size_t marked = (size_t)_mm_popcnt_u64(mask);
        if (marked > 1) {
            for (size_t number = 0; number < marked; ++number, mask &= mask - 1) {
                places[found + number] = (uint32_t)(position + _tzcnt_u64(mask));
            }
        }
        found += marked;
    }
    for (; position < count; ++position) {
        places[found] = (uint32_t)position;
        found += bytes[position] == byte;
    }
    return found;
}
#endif

size_t cjson_find_byte(const uint8_t *bytes, size_t count, uint8_t byte, uint32_t *places) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt")) {
        return find_byte_avx2(bytes, count, byte, places);
    }
#endif
    return find_byte_by_library(bytes, count, byte, places);
}

size_t cjson_count_byte(const uint8_t *bytes, size_t count, uint8_t byte) {
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
