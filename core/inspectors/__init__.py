"""What can be learnt of one file or one web address."""
