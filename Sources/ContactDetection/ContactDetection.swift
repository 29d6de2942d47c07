// The first file of ContactDetection replaces this one.
