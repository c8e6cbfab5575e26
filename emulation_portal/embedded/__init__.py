"""The embedded services: a private PostgreSQL and Redis for one clone, and the processes that use them.

Local use only. Where ``DATABASE_URL`` or ``REDIS_URL`` is set, nothing of this package starts anything.
"""
