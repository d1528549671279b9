"""What the pages show, as data; knows no widget."""
