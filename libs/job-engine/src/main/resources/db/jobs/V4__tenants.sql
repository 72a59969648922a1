-- Who requested the job. Jobs that a worker of an earlier version accepts are those of callers without an account.
ALTER TABLE job ADD COLUMN tenant text NOT NULL DEFAULT 'anonymous';
