// The first file of Timing replaces this one.
