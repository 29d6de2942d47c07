// The first file of Delivery replaces this one.
