// The first file of MIME replaces this one.
