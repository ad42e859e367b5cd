"""Background work on top of django-tasks: progress, heartbeat, reclaiming what a killed worker left, a minute clock."""
