"""The migrations, each named after what it brings; `scheduler.store.migrating.REVISIONS` has their order."""
