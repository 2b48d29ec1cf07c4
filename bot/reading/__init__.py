"""One mail to one reading, without I/O: what a reply says about attendance, substitute and votes."""
