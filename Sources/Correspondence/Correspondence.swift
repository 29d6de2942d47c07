// The first file of Correspondence replaces this one.
