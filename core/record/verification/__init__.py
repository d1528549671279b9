"""Whether the record is as it was written: everything is worked out anew, and compared."""
