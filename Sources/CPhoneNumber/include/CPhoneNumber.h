#pragma once

// A C face for libphonenumber: plain structs filled by the caller's side, no exception and no C++ type in sight.
// All texts are UTF-8 given with their length; regions are ISO 3166 codes of two letters, "ZZ" for none.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define CPHONE_NOEXCEPT noexcept
extern "C" {
#else
#define CPHONE_NOEXCEPT
#endif

/// One parsed number. `type` is PhoneNumberUtil::PhoneNumberType; texts end in NUL.
typedef struct cphone_number {
    char e164[32];
    char region[8];
    int32_t calling_code;
    int32_t type;
    bool is_valid;
} cphone_number;

/// One number found in a text, in byte offsets into it.
typedef struct cphone_match {
    size_t start;
    size_t end;
    cphone_number number;
} cphone_match;

/// Fills `matches` with what PhoneNumberMatcher finds, in order, and returns how many it filled: at most `capacity`.
/// `leniency` is PhoneNumberMatcher::Leniency (0 possible … 3 exact grouping).
size_t cphone_find(
    const char *text, size_t length, const char *region, int32_t leniency, cphone_match *matches,
    size_t capacity) CPHONE_NOEXCEPT;

/// Parses one number; false when it is none.
bool cphone_parse(const char *text, size_t length, const char *region, cphone_number *number) CPHONE_NOEXCEPT;

/// The calling code of a region; 0 when the region has none.
int32_t cphone_calling_code(const char *region) CPHONE_NOEXCEPT;

/// The main region of a calling code; false when the code is not assigned.
bool cphone_region(int32_t calling_code, char region[8]) CPHONE_NOEXCEPT;

#ifdef __cplusplus
}
#endif
