"""Session packages: the contract between collecting and computing. Read, verify, write."""
