// The first file of TestServers replaces this one.
