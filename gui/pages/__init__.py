"""One module a page. A page shows what it is given; it reads nothing itself."""
