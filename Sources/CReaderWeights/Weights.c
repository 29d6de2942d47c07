#include "ReaderWeights.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char weights[] = {
#embed "reader.weights"
};

const unsigned char *reader_weights_start(void) { return weights; }
const size_t reader_weights_count = sizeof weights;
