-- What is to be said of how a job was done.
ALTER TABLE job ADD COLUMN note text;
