"""Everyone who is measured, behind one face: opened for an address, a contestant gives a function that gets a page."""
