#pragma once
#include <stddef.h>

/// Sources/CReaderWeights/reader.weights, written by .ci/train; the bytes live as long as the process.
const unsigned char *reader_weights_start(void);
extern const size_t reader_weights_count;
