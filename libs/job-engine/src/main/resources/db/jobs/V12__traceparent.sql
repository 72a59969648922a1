-- The trace that a job belongs to: that of the command.
ALTER TABLE job ADD COLUMN traceparent text;
