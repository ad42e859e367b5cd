"""Changes of jobs: asking for one, running it, reclaiming lost ones, the clock."""
