-- What the object that a job produced counts, by name.
ALTER TABLE job ADD COLUMN counts jsonb;
