"""The models behind every list: what a row says, in which column."""
