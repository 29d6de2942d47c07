// The first file of Curl replaces this one.
