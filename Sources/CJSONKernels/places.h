// For each eight bits, the places of those that are set, a byte each, the lowest first:
//
//     10010110  →  1 2 4 7 0 0 0 0
//
// Built from the topmost bit down: a set bit moves what is there up by one byte and puts its own place below.

#ifndef C_JSON_KERNELS_PLACES_H
#define C_JSON_KERNELS_PLACES_H

#include <stdint.h>

#define BIT(bits, place, above) \
    ((bits) >> (place) & 1 ? 256u : 1u) * (above) + ((bits) >> (place) & 1 ? (uint64_t)(place) : 0)
#define NIBBLE(bits, lowest, above) \
    BIT(bits, lowest, (BIT(bits, (lowest) + 1, (BIT(bits, (lowest) + 2, (BIT(bits, (lowest) + 3, above)))))))
#define PLACES(bits) NIBBLE(bits, 0, (NIBBLE(bits, 4, (uint64_t)0)))
#define PLACES_4(bits) PLACES(bits), PLACES((bits) + 1), PLACES((bits) + 2), PLACES((bits) + 3)
#define PLACES_16(bits) PLACES_4(bits), PLACES_4((bits) + 4), PLACES_4((bits) + 8), PLACES_4((bits) + 12)
#define PLACES_64(bits) PLACES_16(bits), PLACES_16((bits) + 16), PLACES_16((bits) + 32), PLACES_16((bits) + 48)

static const uint64_t cjson_places[256] = {PLACES_64(0), PLACES_64(64), PLACES_64(128), PLACES_64(192)};

#undef BIT
#undef NIBBLE
#undef PLACES
#undef PLACES_4
#undef PLACES_16
#undef PLACES_64

#endif
