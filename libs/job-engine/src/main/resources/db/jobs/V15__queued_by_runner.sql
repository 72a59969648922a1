-- Whether a launched job (RUNNING) waits in the queue of its runner. Workers of an earlier version show it as running.
ALTER TABLE job ADD COLUMN queued_by_runner boolean NOT NULL DEFAULT false;
