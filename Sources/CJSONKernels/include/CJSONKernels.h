// One pass over JSON bytes that finds the tokens and proves the text lexically sound.
//
// A kernel reads `count` bytes and writes two things:
//
//   tokens     the offset of every token, in order: each of { } [ ] : , outside strings, each quote that opens or
//              closes a string (so a string is two tokens), and the first byte of every other run of bytes outside
//              strings that holds no white space, structural character or quote (numbers, literals, garbage).
//   attention  one bit a byte, 64 bytes a word, least significant bit first: set where a byte cannot be copied as it is
//              into canonical JSON. White space (20 09 0A 0D) outside strings; anywhere: the backslash 5C, 7F, and the
//              lead bytes C2, D8 and E2, behind which the characters hide that canonical text escapes.
//
// It refuses (answer -1, output undefined) what no JSON text may hold: bytes that are no UTF-8; inside a string a byte
// below 20, an escape that is none of \" \\ \/ \b \f \n \r \t \uXXXX, half a surrogate pair; a string not closed at
// `count`. A backslash escapes the byte behind it outside strings too (so a quote there opens nothing, and is an
// ordinary byte of a run); what that makes of a text without grammar is for the walker to refuse.
//
// `attention` is filled up with zeros to its whole capacity. A text of more than UINT32_MAX bytes has offsets that no
// token can hold; it is refused too.
//
// No kernel keeps state, allocates, or reads past `count`. All give the same answer for the same bytes.

#ifndef C_JSON_KERNELS_H
#define C_JSON_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Room that `tokens` must have for `count` bytes: kernels write whole vectors.
#define CJSON_TOKEN_CAPACITY(count) ((count) + 128)
/// Words that `attention` must have for `count` bytes.
#define CJSON_ATTENTION_CAPACITY(count) ((count) / 64 + 2)

/// A kernel: the number of tokens, or -1 where the bytes are lexically unsound.
typedef int64_t (*cjson_index_function)(
    const uint8_t *_Nonnull bytes, size_t count, uint32_t *_Nonnull tokens, uint64_t *_Nonnull attention);

/// The fastest kernel that this processor runs.
cjson_index_function _Nonnull cjson_best_index(void);

/// The name of the kernel that `cjson_best_index` chooses: "scalar", "sse4.2", "avx2", "avx512", "neon".
const char *_Nonnull cjson_best_index_name(void);

/// The kernel of that name, or NULL where it is unknown or this processor lacks it.
cjson_index_function _Nullable cjson_index_named(const char *_Nonnull name);

/// The kernel in plain C, right on every machine: the measure for the others.
int64_t cjson_index_scalar(
    const uint8_t *_Nonnull bytes, size_t count, uint32_t *_Nonnull tokens, uint64_t *_Nonnull attention);

/// What a text holds that no JSON text may.
enum cjson_fault {
    CJSON_SOUND = 0,
    CJSON_INVALID_UTF8 = 1,
    CJSON_CONTROL_CHARACTER = 2,
    CJSON_INVALID_ESCAPE = 3,
    CJSON_LONE_SURROGATE = 4,
    CJSON_UNTERMINATED_STRING = 5,
};

/// The first lexical fault of the bytes, and where it is.
///
/// `offset` becomes that of the first byte of the ill-formed UTF-8 sequence, of the control character, of the backslash
/// of the bad or lone escape, or of the quote that opens the unclosed string. Sound bytes leave `offset` at `count`.
/// A string is unclosed only if nothing in it is faulty up to the end; an escape that the end cuts off counts as sound.
enum cjson_fault cjson_first_fault(const uint8_t *_Nonnull bytes, size_t count, size_t *_Nonnull offset);

// Documents that differ only in their values share a layout: the bytes between the values. A tree of layouts is an array
// of steps, each the size of a cache line:
//
//     {"id":"       ● ","status":"Running","start":"       ● "}
//     └─ step 1 ┘  hole └──────── step 2 ─────────┘    hole └─ step 3, the end: a layout
//                       └─ its sibling: ","status":"Failed","error":{"code":"
//
// A document is matched against the fixed bytes of one step after another; the holes between them are strings and numbers
// of any text, and objects and arrays of any members. What matches has the tokens, so the grammar, of the document that the
// steps were made from; that its strings are sound, and what stands in a container is JSON, is proved on the way, so nothing
// else needs to look at the document.

/// What follows the fixed bytes of a step.
enum cjson_layout_hole {
    /// Nothing: the next step goes on.
    CJSON_LAYOUT_NO_HOLE = 0,
    /// The inside of a string, which is not empty; the fixed bytes end with its opening quote.
    CJSON_LAYOUT_STRING = 1,
    /// Bytes that numbers are made of, one at least; whether they make a number is for the caller to see.
    CJSON_LAYOUT_NUMBER = 2,
    /// The end of the document.
    CJSON_LAYOUT_END = 3,
    /// The inside of an object or array, which may be empty; the fixed bytes end with its opening bracket.
    CJSON_LAYOUT_CONTAINER = 4,
};

/// How deep containers may stand in each other in a hole, the outermost one counted.
#define CJSON_LAYOUT_DEEPEST 64

/// The fixed bytes of one step.
#define CJSON_LAYOUT_STEP_BYTES 48

/// A step of a layout. Step 0 is never used, so that 0 means none.
struct cjson_layout_step {
    uint8_t bytes[CJSON_LAYOUT_STEP_BYTES];
    /// The first step behind the hole.
    uint32_t child;
    /// The step to try where this one does not match.
    uint32_t sibling;
    /// The number of the layout that ends here.
    uint32_t layout;
    /// How many of `bytes` count, from 1 to all.
    uint8_t length;
    uint8_t hole;
    uint8_t reserved[2];
};

/// The most holes that a layout may have.
#define CJSON_LAYOUT_MOST_HOLES 128

/// Where the holes of a document are.
struct cjson_layout_places {
    /// Where the document ends.
    size_t end;
    /// A bit for each hole that holds a backslash, or a character that `respelled` speaks of.
    uint64_t escaped[CJSON_LAYOUT_MOST_HOLES / 64];
    /// A bit for each hole that canonical text spells otherwise: it holds an escape that is none of \" \\ \b \f \n \r \t,
    /// or one of the characters that canonical text escapes and JSON does not.
    uint64_t respelled[CJSON_LAYOUT_MOST_HOLES / 64];
    /// A bit for each hole that is no canonical text: it is respelled, or holds blanks outside its strings.
    uint64_t rewritten[CJSON_LAYOUT_MOST_HOLES / 64];
    /// The start and end of each hole, in order.
    uint32_t holes[2 * (CJSON_LAYOUT_MOST_HOLES + 1)];
};

/// Sets one hole of a document.
static inline void cjson_set_hole(
    struct cjson_layout_places *_Nonnull places, size_t hole, uint32_t start, uint32_t end, int is_escaped,
    int is_rewritten
) {
    places->holes[2 * hole] = start;
    places->holes[2 * hole + 1] = end;
    places->escaped[hole / 64] |= (uint64_t)(is_escaped != 0) << (hole % 64);
    places->respelled[hole / 64] |= (uint64_t)(is_rewritten != 0) << (hole % 64);
    places->rewritten[hole / 64] |= (uint64_t)(is_rewritten != 0) << (hole % 64);
}

static inline uint32_t cjson_hole_start(const struct cjson_layout_places *_Nonnull places, size_t hole) {
    return places->holes[2 * hole];
}

static inline uint32_t cjson_hole_end(const struct cjson_layout_places *_Nonnull places, size_t hole) {
    return places->holes[2 * hole + 1];
}

static inline int cjson_hole_is_escaped(const struct cjson_layout_places *_Nonnull places, size_t hole) {
    return (int)(places->escaped[hole / 64] >> (hole % 64) & 1);
}

static inline int cjson_hole_is_rewritten(const struct cjson_layout_places *_Nonnull places, size_t hole) {
    return (int)(places->rewritten[hole / 64] >> (hole % 64) & 1);
}

static inline int cjson_hole_is_respelled(const struct cjson_layout_places *_Nonnull places, size_t hole) {
    return (int)(places->respelled[hole / 64] >> (hole % 64) & 1);
}

/// How a record of a layout is written: a literal, then something of a hole. What a kernel cannot do, the caller does.
enum cjson_layout_operation_kind {
    /// Only the literal.
    CJSON_LAYOUT_LITERAL = 0,
    /// Copies the hole, if it is canonical text.
    CJSON_LAYOUT_TEXT = 1,
    /// Copies the hole up to its offset, and `Z`, if it is a time like 2021-03-04T05:06:07.1234567Z or one with +00:00, of
    /// the year 1000 or later.
    CJSON_LAYOUT_PLAIN_TIME = 2,
    /// Copies the hole, if it is a JSON number without an exponent.
    CJSON_LAYOUT_NUMBER_TEXT = 3,
    /// Copies the hole, if it is a JSON number from 0 to 100 without an exponent.
    CJSON_LAYOUT_PERCENTAGE = 4,
    /// Copies nothing: whether the literal is a glob that matches the hole is as the flag says.
    CJSON_LAYOUT_GLOB = 5,
    /// Copies nothing: the hole is not `about:blank`.
    CJSON_LAYOUT_CODE = 6,
    /// Copies nothing: the hole does not begin like JSON.
    CJSON_LAYOUT_MESSAGE = 7,
    /// From here on what is done is for the caller to know.
    CJSON_LAYOUT_OTHER = 8,
};

/// The glob matches.
#define CJSON_LAYOUT_IS_MATCH 4

struct cjson_layout_operation {
    uint8_t kind;
    uint8_t flags;
    uint16_t hole;
    /// The literal: how many bytes, and where it begins.
    uint32_t count;
    uint32_t start;
};

/// What may be read behind a document and behind literals, and written behind a record.
#define CJSON_LAYOUT_SLACK 64

/// Matches a document at the start of the bytes; the answer is the number of its layout, or -1.
///
/// Where there is an answer, `places` says where the document ends, at `count` at the most, and where its holes are. Its
/// strings are then proved to be what JSON allows.
///
/// - Precondition: `first` is a step of `steps`, whose links lead to steps of it without a cycle; `CJSON_LAYOUT_SLACK` bytes
///   may be read behind `count`, which is at most UINT32_MAX less that; no way through the steps has more holes than there is
///   room for.
typedef int64_t (*cjson_match_function)(
    const struct cjson_layout_step *_Nonnull steps, uint32_t first, const uint8_t *_Nonnull bytes, size_t count,
    struct cjson_layout_places *_Nonnull places);

/// Writes a record from its operation `first` on, and answers the number of the operation that it left to the caller, or
/// `count`; `cursor` is then behind what was written.
///
/// - Precondition: there is room for the record at `cursor`, and `CJSON_LAYOUT_SLACK` may be written behind it, and read
///   behind the literals and the document.
typedef size_t (*cjson_write_function)(
    const struct cjson_layout_operation *_Nonnull operations, size_t first, size_t count,
    const uint8_t *_Nonnull literals, const uint8_t *_Nonnull bytes, const struct cjson_layout_places *_Nonnull places,
    uint8_t *_Nonnull *_Nonnull cursor);

/// A pair of kernels for layouts. All pairs do the same.
struct cjson_layout_kernels {
    const char *_Nonnull name;
    cjson_match_function _Nonnull match;
    cjson_write_function _Nonnull write;
};

/// The fastest pair that this processor runs.
struct cjson_layout_kernels cjson_best_layout_kernels(void);

/// How many pairs this processor runs, and each of them, the fastest first; the last one is in plain C.
int cjson_layout_kernels_count(void);
struct cjson_layout_kernels cjson_layout_kernels_at(int number);

/// Whether a glob, whose letters are low, matches a text whole; `*` is any run, and ASCII case does not count.
bool cjson_matches_glob(
    const uint8_t *_Nonnull pattern, size_t length, const uint8_t *_Nonnull text, size_t count);

/// Copies JSON whose strings are sound without the blanks outside of them; answers how many bytes that made.
///
/// - Precondition: there is room for `count` bytes at `target`.
size_t cjson_copy_without_blanks(uint8_t *_Nonnull target, const uint8_t *_Nonnull json, size_t count);

/// The first place where `length` wanted bytes stand one after the other, or NULL; in linear time.
const uint8_t *_Nullable cjson_find(const uint8_t *_Nonnull bytes, size_t count, const uint8_t *_Nonnull wanted,
                                    size_t length);

/// How many bytes are this one.
size_t cjson_count_byte(const uint8_t *_Nonnull bytes, size_t count, uint8_t byte);

/// Tells the processor that a loop waits for another thread, so that it goes on at once when that thread is done, and
/// leaves the core to its sibling meanwhile.
static inline void cjson_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
