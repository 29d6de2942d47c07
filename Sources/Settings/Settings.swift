// The first file of Settings replaces this one.
