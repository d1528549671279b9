"""The other side: what judges, keeps and signs submissions."""
