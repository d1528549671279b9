"""The license: a signed file in, status and days remaining out."""
